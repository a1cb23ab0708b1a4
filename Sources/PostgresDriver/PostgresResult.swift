import CLibPQ
import Database

/// An answer of the server; clears itself.
final class PostgresResult {
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
    }

    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
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
        let changing = ["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"]
        let words = tag.split(separator: " ")
        guard let word = words.first, changing.contains(String(word)) else { return 0 }
        return words.last.flatMap { Int($0) } ?? 0
    }

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
        let width = PQnfields(pointer)
        let names = (0..<width).map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" }
        let types = types
        return (0..<PQntuples(pointer)).map { row in
            let values = (0..<width).map { column in value(row, column, types[Int(column)]) }
            return DatabaseRow(columns: names, values: values)
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> DatabaseValue {
        guard PQgetisnull(pointer, row, column) == 0, let start = PQgetvalue(pointer, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(pointer, row, column)))
        return PostgresValue.value(bytes, type: type)
    }
}
