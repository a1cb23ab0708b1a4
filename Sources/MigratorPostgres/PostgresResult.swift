import CMigratorPostgres
import MigratorDatabase

/// An answer of the server; clears itself.
final class PostgresResult: RowSource {
    /// A field of an error or a notice, by its letter in libpq.
    enum Field: UInt8 {
        case severity = 0x56  // V
        case sqlState = 0x43  // C
        case message = 0x4D  // M
        case detail = 0x44  // D
        case hint = 0x48  // H
        case position = 0x50  // P
        case context = 0x57  // W
        case constraint = 0x6E  // n
        case column = 0x63  // c
        case table = 0x74  // t
        case sourceFile = 0x46  // F
    }

    /// An answer never changes once it is here, so that any thread may read it.
    private nonisolated(unsafe) let pointer: OpaquePointer
    private let columnTypes: [PostgresType?]

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        columnTypes = (0..<PQnfields(pointer)).map { PostgresType(rawValue: PQftype(pointer, $0)) }
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// The command tag, such as `INSERT 0 3`.
    var tag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// How many rows the statement changed.
    var changes: Int {
        // Other tags count as well, SELECT the rows it gave.
        let tag = tag
        let word = tag.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard Self.changing.contains(where: { $0.elementsEqual(word) }) else { return 0 }
        return tag.lastIndex(of: " ").flatMap { Int(tag[$0...].dropFirst()) } ?? 0
    }

    private static let changing = ["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"].map(\.utf8)

    /// How many rows the statement gave, or changed.
    var count: Int { status == PGRES_TUPLES_OK ? Int(PQntuples(pointer)) : changes }

    var parameterCount: Int { Int(PQnparams(pointer)) }

    /// The types of the columns.
    var types: [Oid] { (0..<PQnfields(pointer)).map { PQftype(pointer, $0) } }

    /// The text of an error.
    var errorText: String { PQresultErrorMessage(pointer).map { String(cString: $0) } ?? "" }

    func field(_ field: Field) -> String? { Self.field(field, of: pointer) }

    static func field(_ field: Field, of result: OpaquePointer?) -> String? {
        PQresultErrorField(result, Int32(field.rawValue)).map { String(cString: $0) }
    }

    func rows() -> [DatabaseRow] {
        let names = (0..<PQnfields(pointer)).map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" }
        return (0..<Int(PQntuples(pointer))).map { DatabaseRow(columns: names, row: $0, of: self) }
    }

    func value(row: Int, column: Int) -> DatabaseCell {
        let (row, field) = (Int32(row), Int32(column))
        let count = Int(PQgetlength(pointer, row, field))
        // A null has no length.
        if count == 0, PQgetisnull(pointer, row, field) != 0 { return .null }
        guard let start = PQgetvalue(pointer, row, field) else { return .null }
        return PostgresValue.value(UnsafeRawBufferPointer(start: start, count: count), type: columnTypes[column])
    }
}
