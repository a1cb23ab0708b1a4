/// Why a text of `sqlite_schema` cannot be read.
struct SQLiteTextProblem: Error, Equatable {
    /// The reason, for after a colon.
    let why: String

    init(_ why: String) {
        self.why = why
    }
}
