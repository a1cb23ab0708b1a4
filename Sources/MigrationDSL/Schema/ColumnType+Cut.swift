extension ColumnType {
    /// Whether PostgreSQL turns values of this type into those of another without an error, and they hold less.
    func isCut(by other: ColumnType) -> Bool {
        switch (kind, other.kind) {
        case (.real, .smallInt), (.real, .integer), (.real, .bigInt), (.double, .smallInt), (.double, .integer),
            (.double, .bigInt), (.decimal, .smallInt), (.decimal, .integer), (.decimal, .bigInt):
            true
        case (.double, .real), (.decimal, .real), (.decimal, .double): true
        case (.real, .decimal(_, let scale?)), (.double, .decimal(_, let scale?)): scale < 15
        case (.decimal(nil, _), .decimal(.some, _)): true
        case (.decimal(_, let scale), .decimal(.some, let newScale)): (newScale ?? 0) < (scale ?? 0)
        case (.timestamp, .date), (.timestampTZ, .date), (.timestamp, .time), (.timestampTZ, .time),
            (.timestampTZ, .timeTZ), (.timed, .date):
            true
        case (.timestamp, .timed), (.timestampTZ, .timed), (.time, .timed), (.timeTZ, .timed): true
        case (.timed(_, let precision), .timed(_, let newPrecision)): newPrecision < precision
        case (.interval, .spanned), (.json, .jsonb): true
        default: false
        }
    }
}
