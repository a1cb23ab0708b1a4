import MigratorDatabase

// A wide calendar goes beyond the one of ISO 8601: PostgreSQL has one, and its COPY writes all of it; SQLite's functions
// know no more than the years from 1 to 9999.
extension ColumnEncoder {
    func encodeDate(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        let text = try calendarText(field, scratch, "dates")
        if CalendarText.date(text) == nil {
            guard let date = CalendarText.wideDate(text) else {
                throw CellProblem("does not read as a date of the form YYYY-MM-DD")
            }
            try checkWide(date)
        }
        batch.append(utf8: text)
    }

    func encodeTime(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        let text = try calendarText(field, scratch, "times of day")
        if cells.calendar == .wide, CalendarText.isEndOfDay(text) { return batch.append(text: "24:00:00") }
        guard let time = CalendarText.time(text) else {
            throw CellProblem("does not read as a time of the form HH:MM:SS, with up to six digits of a second")
        }
        scratch.reserve(64)
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
        let text = try calendarText(field, scratch, "timestamps")
        guard let parsed = CalendarText.timestamp(text) else {
            guard let moment = CalendarText.wideTimestamp(text) else {
                let form = "YYYY-MM-DD HH:MM:SS, with up to six digits of a second"
                throw CellProblem("does not read as a timestamp of the form \(form)")
            }
            return try encode(moment, inUTC: inUTC, into: &batch)
        }
        let date = parsed.timestamp.date
        // An offset may lead out of the calendar's years.
        guard (1...9999).contains(date.year) else {
            return try encode(CalendarText.Wide(parsed), inUTC: inUTC, into: &batch)
        }
        try checkZone(parsed.hasZone, inUTC: inUTC)
        scratch.reserve(64)
        var writer = DigitWriter(scratch.start)
        writer.date(date)
        writer.byte(" ")
        writer.time(parsed.timestamp.time)
        batch.append(utf8: writer.buffer)
    }

    private func encode(
        _ moment: CalendarText.Wide,
        inUTC: Bool,
        into batch: inout RowBatch
    ) throws(CellProblem) {
        try checkWide(moment)
        try checkZone(moment.hasZone, inUTC: inUTC)
        batch.append(text: CalendarText.text(ofWide: moment.value, hasZone: inUTC))
    }

    private func checkWide(_ moment: CalendarText.Wide) throws(CellProblem) {
        guard cells.calendar == .common else { return }
        throw CellProblem(
            moment.isInfinite
                ? "is an end of time, which \(title) does not know"
                : "is out of the calendar's range, the years from 1 to 9999"
        )
    }

    /// A zone is refused where the database would drop it without a word.
    private func checkZone(_ hasZone: Bool, inUTC: Bool) throws(CellProblem) {
        guard inUTC || !hasZone || cells.convertsZones else {
            throw CellProblem("has a time zone, and the column keeps none")
        }
    }

    /// The field's text; in CSV blanks around it say nothing.
    private func calendarText(
        _ field: PayloadField,
        _ scratch: PayloadScratch,
        _ held: String
    ) throws(CellProblem) -> UnsafeBufferPointer<UInt8> {
        guard let text = try text(field, scratch) else { throw Self.mismatch(field, held) }
        return field.kind == .untyped ? BlankText.trimmed(text) : text
    }
}
