import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects

/// The parameters of a statement that a revision's closure runs: `$1`, `$2` … on every database.
///
/// SQLite by itself would bind `$2` before `$1` if it stands first, as it takes both for names. `?` means the next number.
struct StatementParameters {
    private let bytes: [UInt8]
    private let style: ParameterStyle
    private let count: Int
    /// The parameters that stand in the text: where, and which.
    private var places: [(range: Range<Int>, number: Int)] = []

    /// Returns the statement with parameters as the database numbers them.
    ///
    /// - Throws: ``MigratorError`` with code `.invalidRevision` unless the parameters are `$1` to the number of values.
    static func numbered(_ sql: String, _ count: Int, for dialect: any Dialect) throws(MigratorError) -> String {
        // Without values there is nothing to bind, and `?` is an operator of PostgreSQL.
        guard count > 0 else { return sql }
        let parameters = try StatementParameters(sql, count, dialect)
        try parameters.check()
        return parameters.text
    }

    private init(_ sql: String, _ count: Int, _ dialect: any Dialect) throws(MigratorError) {
        bytes = Array(sql.utf8)
        style = dialect.parameterStyle
        self.count = count
        var lexer = SQLLexer(bytes, kind: dialect.kind)
        var marks: [Int] = []
        while let token = (try? lexer.next()) ?? nil {
            switch token.kind {
            case .word where bytes[token.start] == UInt8(ascii: "$"):
                guard let number = Int(bytes.text(token.start + 1..<token.end)) else { continue }
                places.append((token.start..<token.end, number))
            case .operator: marks += (token.start..<token.end).filter { bytes[$0] == UInt8(ascii: "?") }
            default: break
            }
        }
        guard !marks.isEmpty else { return }
        guard places.isEmpty else {
            // Beside numbers it is an operator, or nothing that could be meant.
            if style.hasMarkOperators { return }
            throw Self.mismatch("it mixes ? with $1")
        }
        for mark in marks {
            var end = mark + 1
            while end < bytes.count, bytes[end].isSQLDigit { end += 1 }
            places.append((mark..<end, Int(bytes.text(mark + 1..<end)) ?? (places.map(\.number).max() ?? 0) + 1))
        }
    }

    private func check() throws(MigratorError) {
        let numbers = Set(places.map(\.number))
        if numbers.isEmpty, style.hasNames { return }
        guard numbers != Set(1...count) else { return }
        let found = numbers.isEmpty ? "none" : numbers.sorted().map { "$\($0)" }.joined(separator: ", ")
        throw Self.mismatch("its parameters are \(found), and it was given \(count) value\(count == 1 ? "" : "s")")
    }

    private static func mismatch(_ what: String) -> MigratorError {
        MigratorError(
            .invalidRevision,
            "a statement of a closure cannot be bound: \(what). Write $1 for the first value, $2 for the second and so "
                + "on, on both databases"
        )
    }

    private var text: String {
        var text = ""
        var start = 0
        for (range, number) in places {
            text += bytes.text(start..<range.lowerBound) + "\(style.mark)\(number)"
            start = range.upperBound
        }
        return text + bytes.text(start..<bytes.count)
    }
}
