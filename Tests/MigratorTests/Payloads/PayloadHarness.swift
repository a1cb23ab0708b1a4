import Foundation
import MigratorDatabase
import MigratorPayloads

/// A cell as tests compare it.
enum PayloadCell: Equatable, CustomStringConvertible {
    case null
    case int(Int64)
    case double(Double)
    case text(String)
    case blob([UInt8])

    var description: String {
        switch self {
        case .null: "null"
        case .int(let value): "int \(value)"
        case .double(let value): "double \(value)"
        case .text(let value): "text \(value)"
        case .blob(let value): "blob \(value)"
        }
    }
}

/// Rows as a driver would get them: the columns of each, and their cells.
struct LoadedRow: Equatable {
    var columns: [String]
    var cells: [PayloadCell]
}

/// What the suites of payload tests share.
protocol PayloadTesting {}

extension PayloadTesting {
    func column(
        _ name: String,
        _ kind: ColumnKind,
        type: String = "",
        nullable: Bool = true,
        hasDefault: Bool = false,
        generated: Bool = false
    ) -> CatalogColumn {
        CatalogColumn(
            name: name,
            declaredType: type,
            kind: kind,
            isNullable: nullable,
            hasDefault: hasDefault,
            isGenerated: generated
        )
    }

    func target(_ columns: CatalogColumn..., database: DatabaseKind = .sqlite) -> PayloadTarget {
        PayloadTarget(table: "things", columns: columns, database: database)
    }

    func rows(of source: PayloadSource) throws -> [LoadedRow] {
        var batch = RowBatch()
        var rows: [LoadedRow] = []
        while true {
            batch.removeAll()
            try source.next(into: &batch)
            guard batch.rowCount > 0 else { return rows }
            let width = batch.columns.count
            for row in 0..<batch.rowCount {
                let cells = batch.cells[row * width..<(row + 1) * width].map { cell -> PayloadCell in
                    let bytes = { Array(batch.bytes[Int(cell.bits)..<Int(cell.bits) + Int(cell.length)]) }
                    switch cell.kind {
                    case .null: return .null
                    case .int: return .int(Int64(bitPattern: cell.bits))
                    case .double: return .double(Double(bitPattern: cell.bits))
                    case .text: return .text(String(decoding: bytes(), as: UTF8.self))
                    case .blob: return .blob(bytes())
                    }
                }
                rows.append(LoadedRow(columns: batch.columns, cells: cells))
            }
        }
    }

    func load(
        _ text: String,
        _ format: PayloadFormat = .json,
        into target: PayloadTarget,
        window: Int = 1 << 20
    ) throws -> [LoadedRow] {
        var options = PayloadOptions()
        options.windowBytes = window
        return try rows(
            of: try .memory(Array(text.utf8), name: "things.x", format: format, into: target, options: options)
        )
    }

    /// The message of what loading throws, place first; `nil` if it throws nothing.
    func problem(
        _ text: String,
        _ format: PayloadFormat = .json,
        into target: PayloadTarget,
        window: Int = 1 << 20
    ) -> String? {
        do {
            _ = try load(text, format, into: target, window: window)
            return nil
        } catch {
            return String(describing: error)
        }
    }

    /// The one cell that a JSON value becomes.
    func cell(
        _ json: String,
        _ kind: ColumnKind,
        type: String = "",
        database: DatabaseKind = .sqlite
    ) throws -> PayloadCell? {
        try load("[{\"c\":\(json)}]", into: target(column("c", kind, type: type), database: database)).first?.cells
            .first
    }

    func cellProblem(_ json: String, _ kind: ColumnKind, type: String = "", database: DatabaseKind = .sqlite) -> String?
    {
        problem("[{\"c\":\(json)}]", into: target(column("c", kind, type: type), database: database))
    }

    /// The one cell that a CSV field becomes.
    func csvCell(
        _ field: String,
        _ kind: ColumnKind,
        type: String = "",
        database: DatabaseKind = .sqlite
    ) throws -> PayloadCell? {
        try load("c\n\(field)\n", .csv, into: target(column("c", kind, type: type), database: database)).first?.cells
            .first
    }
}

/// A folder that goes away with the value.
final class PayloadFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.resolvingSymlinksInPath().path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// SplitMix64: the same numbers in every run.
struct PayloadRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
