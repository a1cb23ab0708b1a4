import CMigratorPostgres
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The values of a statement, as libpq takes them.
///
/// They go as text without a type, so that the server takes each for what its place asks, an `integer` as well as a
/// `bigint`; bytes go as they are.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var types: [Oid] = []

    var count: Int32 { Int32(offsets.count) }

    init(_ values: [DatabaseCell], statement: String) throws(DatabaseFailure) {
        guard values.count <= 65_535 else {
            throw DatabaseFailure(.tooBig, "a statement takes no more than 65535 values", statement: statement)
        }
        for (index, value) in values.enumerated() {
            if case .null = value {
                append(nil, 0)
            } else if case .blob(let blob) = value {
                guard blob.count < Int(Int32.max) else {
                    throw DatabaseFailure(.tooBig, "parameter $\(index + 1) is too big", statement: statement)
                }
                append(blob, 1)
            } else {
                let text = Array(Self.text(value).utf8)
                guard !text.contains(0) else {
                    throw DatabaseFailure(
                        .wrongType,
                        "parameter $\(index + 1) holds a zero byte, which PostgreSQL keeps in bytea only",
                        statement: statement
                    )
                }
                append(text, 0)
            }
        }
    }

    private mutating func append(_ value: [UInt8]?, _ format: Int32) {
        offsets.append(value.map { _ in bytes.count })
        lengths.append(Int32(value?.count ?? 0))
        formats.append(format)
        types.append(format == 1 ? PostgresType.bytea.rawValue : 0)
        guard let value else { return }
        bytes += value
        bytes.append(0)
    }

    /// Calls a C function with the pointers to types, values, lengths and formats.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = offsets.map { offset in
                start.flatMap { start in offset.map { UnsafePointer(start + $0) } }
            }
            // Types that are all open are better not sent: with them a value too many has no type at all.
            return body(formats.contains(1) ? types : nil, pointers, lengths, formats)
        }
    }

    static func text(_ value: DatabaseCell) -> String {
        switch value {
        case .null, .blob: ""
        case .bool(let value): value ? "t" : "f"
        case .int(let value): String(value)
        case .double(let value): value.description
        case .text(let text), .decimal(let text), .json(let text): text
        case .uuid(let uuid): uuid.text
        case .date(let date): date.description
        case .time(let time): time.description
        case .timestamp(let timestamp): timestamp.description
        case .timestampTZ(let timestamp): timestamp.description + "+00"
        }
    }
}
