/// What is wrong at one byte of a SQL file; becomes a `MigratorError` once its line is counted.
struct SQLProblem: Error, Equatable {
    /// The offset of the byte in the text that was read.
    let offset: Int
    /// What is wrong, and what to do.
    let message: String

    init(at offset: Int, _ message: String) {
        self.offset = offset
        self.message = message
    }
}
