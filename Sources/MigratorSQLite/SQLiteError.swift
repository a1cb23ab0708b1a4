import CMigratorSQLite
import MigratorDatabase

extension DatabaseFailure {
    /// Reads the error that a call on a connection just gave.
    ///
    /// With `mayHoldValues` the message may quote a value that the statement was computing with, as those of JSON
    /// functions do; what it quotes then goes to `detail`.
    init(_ result: Int32, on database: OpaquePointer?, statement: String? = nil, mayHoldValues: Bool = false) {
        let said = (sqlite3_errmsg(database) ?? sqlite3_errstr(result)).map { String(cString: $0) } ?? ""
        let code = Code(sqliteResult: result, message: said)
        let withheld = mayHoldValues && result == SQLITE_ERROR ? Self.withoutQuotation(said) : said
        let offset = Int(sqlite3_error_offset(database))
        self.init(
            code,
            Self.sentence(for: result) ?? withheld,
            statement: statement,
            resultCode: result,
            constraint: Self.constraint(in: said, code: code),
            position: offset < 0 ? nil : statement?.position(ofByte: offset),
            detail: withheld == said ? nil : said
        )
    }

    /// Says that the task or the connection was told to stop.
    static func cancelled(_ statement: String? = nil) -> DatabaseFailure {
        DatabaseFailure(
            .cancelled,
            "the statement was interrupted",
            statement: statement,
            resultCode: SQLITE_INTERRUPT
        )
    }

    /// A full sentence for messages of SQLite that are too short.
    private static func sentence(for result: Int32) -> String? {
        switch result & 0xff {
        case SQLITE_BUSY: "another connection holds the database, for longer than the busy time-out"
        case SQLITE_INTERRUPT: "the statement was interrupted"
        default: nil
        }
    }

    /// The constraint in a message such as `UNIQUE constraint failed: t.a, t.b`.
    private static func constraint(in message: String, code: Code) -> String? {
        guard [.uniqueViolation, .notNullViolation, .checkViolation].contains(code),
            let label = message.firstRange(of: "constraint failed: ")
        else { return nil }
        let name = message[label.upperBound...]
        // An index on an expression has no columns to list: index 'name'.
        if name.hasPrefix("index '"), name.hasSuffix("'") { return String(name.dropFirst(7).dropLast()) }
        return String(name)
    }

    private static func withoutQuotation(_ message: String) -> String {
        let starts = ["\"", "'", " near ", ": "].compactMap { message.firstRange(of: $0)?.lowerBound }
        guard let start = starts.min() else { return message }
        return String(message[..<start])
    }
}

extension DatabaseFailure.Code {
    /// Maps an extended result code, and the message where SQLite has only `SQLITE_ERROR` for many things.
    init(sqliteResult result: Int32, message: String) {
        // The upper bits as sqlite3.h numbers them: Swift does not import macros that compute.
        self =
            switch (result & 0xff, result >> 8) {
            case (SQLITE_CONSTRAINT, 6), (SQLITE_CONSTRAINT, 8), (SQLITE_CONSTRAINT, 10): .uniqueViolation
            case (SQLITE_CONSTRAINT, 5): .notNullViolation
            case (SQLITE_CONSTRAINT, 3): .foreignKeyViolation
            case (SQLITE_CONSTRAINT, 1): .checkViolation
            case (SQLITE_CONSTRAINT, 12), (SQLITE_MISMATCH, _): .wrongType
            case (SQLITE_CONSTRAINT, _): .constraintViolation
            case (SQLITE_BUSY, _), (SQLITE_LOCKED, _): .busy
            case (SQLITE_READONLY, _): .readOnly
            case (SQLITE_CANTOPEN, _): .cannotOpen
            case (SQLITE_FULL, _): .diskFull
            case (SQLITE_IOERR, _): .io
            case (SQLITE_CORRUPT, _), (SQLITE_NOTADB, _): .corrupt
            case (SQLITE_TOOBIG, _): .tooBig
            case (SQLITE_INTERRUPT, _): .cancelled
            case (SQLITE_AUTH, _), (SQLITE_PERM, _): .permissionDenied
            case (SQLITE_RANGE, _): .wrongParameters
            case (SQLITE_ERROR, _): Self.classified(message)
            default: .other
            }
    }

    private static func classified(_ message: String) -> DatabaseFailure.Code {
        let phrases: [(String, DatabaseFailure.Code)] = [
            ("syntax error", .syntax), ("incomplete input", .syntax), ("unrecognized token", .syntax),
            ("no such ", .undefinedObject), ("has no column named", .undefinedObject),
            ("unknown database", .undefinedObject),
            ("already exists", .duplicateObject), ("duplicate column name", .duplicateObject),
            ("there is already ", .duplicateObject),
            ("within a transaction", .wrongTransactionState), ("no transaction is active", .wrongTransactionState),
            ("too many SQL variables", .tooBig),
        ]
        return phrases.first { message.contains($0.0) }?.1 ?? .other
    }
}

extension String {
    /// The position, in characters (Unicode scalars) from 1, of the byte at an offset.
    fileprivate func position(ofByte offset: Int) -> Int {
        String(decoding: utf8.prefix(offset), as: UTF8.self).unicodeScalars.count + 1
    }
}
