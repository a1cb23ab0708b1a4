/// What is wrong at one byte of a SQL file; becomes a `MigratorError` once its line is counted.
package struct SQLProblem: Error, Equatable {
    /// The offset of the byte in the text that was read.
    package let offset: Int
    /// What is wrong, and what to do.
    let message: String

    package init(at offset: Int, _ message: String) {
        self.offset = offset
        self.message = message
    }
}
