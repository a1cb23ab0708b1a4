package import MigratorCore

/// A reader of rows: of a file's text, or of values that a program gives.
package protocol PayloadRows: AnyObject {
    /// The row last read.
    var fields: PayloadFields { get }
    /// The offset where the row last read begins, for ``describe(row:start:)``.
    var rowStart: Int { get }
    /// How many bytes of the payload were read, and how many there are; `nil` for rows that come from no bytes.
    var bytes: (read: Int, total: Int)? { get }
    /// The SHA-256 of the payload's bytes in hexadecimal, if it was asked for.
    var digest: String? { get }

    /// Reads the next row; without leave to refill it says `.refill` instead of moving the earlier rows' bytes away.
    func advance(mayRefill: Bool) throws -> PayloadStep
    /// The name in messages of a row that began at `start`, whose bytes must still be there.
    func describe(row: Int, start: Int) -> String
    /// An error about a row, with the location if the pointer is in the payload.
    func error(_ problem: String, row: Int, column: String?, at pointer: UnsafePointer<UInt8>?) -> MigratorError
}

/// The result of reading a row.
package enum PayloadStep {
    case row
    /// The next row needs more bytes.
    case refill
    case end
}
