import MigratorDatabase

/// A name of the toy, whose letters all count, as SQLite keeps it, to which upper and lower case are the same.
///
/// A capital is `^` and the small letter; `^` itself is `^^`.
enum ToyName {
    static func kept(_ name: String) -> String {
        var kept = ""
        for scalar in name.unicodeScalars {
            if ("A"..."Z").contains(scalar) || scalar == "^" { kept += "^" }
            kept += ("A"..."Z").contains(scalar) ? String(scalar).lowercased() : String(scalar)
        }
        return kept
    }

    static func shown(_ kept: String) -> String {
        var name = ""
        var isMarked = false
        for scalar in kept.unicodeScalars {
            if scalar == "^", !isMarked {
                isMarked = true
                continue
            }
            name += isMarked ? String(scalar).uppercased() : String(scalar)
            isMarked = false
        }
        return name
    }
}

/// Rows on their way into a table of the toy, whose columns have the names that SQLite keeps.
final class ToySource: BulkSource {
    private let base: any BulkSource

    init(_ base: any BulkSource) {
        self.base = base
    }

    func next(into batch: inout RowBatch) throws {
        try base.next(into: &batch)
        batch.columns = batch.columns.map(ToyName.kept)
    }

    func sees(_ batch: RowBatch, encoded: [UInt8]?) {
        var shown = batch
        shown.columns = batch.columns.map(ToyName.shown)
        base.sees(shown, encoded: encoded)
    }

    func describe(row: Int) -> String { base.describe(row: row) }
    func describe(pastRow row: Int) -> String { base.describe(pastRow: row) }
    func loaded(rows: Int) { base.loaded(rows: rows) }
}
