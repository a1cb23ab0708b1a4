import Database

extension ColumnEncoder {
    func encodeDate(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        guard let text = try text(field, scratch) else { throw Self.mismatch(field, "dates") }
        guard CalendarText.date(text) != nil else {
            throw CellProblem("does not read as a date of the form YYYY-MM-DD")
        }
        batch.append(utf8: text)
    }

    func encodeTime(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        guard let text = try text(field, scratch) else { throw Self.mismatch(field, "times of day") }
        guard let time = CalendarText.time(text) else {
            throw CellProblem("does not read as a time of the form HH:MM:SS, with up to six digits of a second")
        }
        var writer = DigitWriter(scratch.start)
        writer.time(time)
        batch.append(utf8: writer.buffer)
    }

    func encodeTimestamp(
        _ field: PayloadField,
        inUTC: Bool,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        guard let text = try text(field, scratch) else { throw Self.mismatch(field, "timestamps") }
        guard let parsed = CalendarText.timestamp(text) else {
            let form = "YYYY-MM-DD HH:MM:SS, with up to six digits of a second"
            throw CellProblem("does not read as a timestamp of the form \(form)")
        }
        // SQLite's own times are in UTC, in columns of whichever name; PostgreSQL would drop the zone without a word.
        guard inUTC || !parsed.hasZone || database == .sqlite else {
            throw CellProblem("has a time zone, and the column keeps none")
        }
        let date = parsed.timestamp.date
        // An offset may lead out of the calendar's years.
        guard (1...9999).contains(date.year) else { throw CellProblem("is out of the calendar's range") }
        var writer = DigitWriter(scratch.start)
        writer.date(date)
        writer.byte(" ")
        writer.time(parsed.timestamp.time)
        batch.append(utf8: writer.buffer)
    }
}
