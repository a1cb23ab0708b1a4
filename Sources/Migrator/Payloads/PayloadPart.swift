import MigratorDatabase

/// A batch of a payload as the cache keeps it: what the driver made of its rows, or else its cells.
///
/// ```
///  0  form u8: 1 cells, 2 the driver's own
///  1  rows u32, columns u16, for each column: u16, name
///  ..  the rows
/// ```
///
/// Numbers are little-endian.
struct PayloadPart {
    private enum Form: UInt8 {
        case cells = 1
        case encoded = 2
    }

    /// A batch as bytes; `nil` if it cannot be kept.
    static func bytes(of batch: RowBatch, encoded: [UInt8]?) -> [UInt8]? {
        guard let rows = encoded ?? batch.cellBytes(), batch.columns.count <= UInt16.max else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count + 64 * batch.columns.count + 8)
        bytes.append((encoded == nil ? Form.cells : .encoded).rawValue)
        append(UInt32(batch.rowCount), to: &bytes)
        append(UInt16(batch.columns.count), to: &bytes)
        for column in batch.columns {
            let name = Array(column.utf8)
            guard name.count <= UInt16.max else { return nil }
            append(UInt16(name.count), to: &bytes)
            bytes += name
        }
        bytes += rows
        return bytes
    }

    /// The batch that bytes hold; `nil` if they are not of this version's making.
    static func batch(_ bytes: [UInt8]) -> RowBatch? {
        bytes.withUnsafeBytes { input in
            var place = 1
            guard let form = input.first.flatMap(Form.init), let rows: UInt32 = read(input, &place),
                let width: UInt16 = read(input, &place), rows > 0, width > 0
            else { return nil }
            var columns: [String] = []
            for _ in 0..<width {
                guard let length: UInt16 = read(input, &place), place + Int(length) <= input.count else { return nil }
                columns.append(String(decoding: input[place..<place + Int(length)], as: UTF8.self))
                place += Int(length)
            }
            let rest = UnsafeRawBufferPointer(rebasing: input[place...])
            switch form {
            case .cells:
                guard let batch = RowBatch(columns: columns, cellBytes: rest), batch.rowCount == Int(rows) else {
                    return nil
                }
                return batch
            case .encoded:
                return RowBatch(columns: columns, image: RowBatch.Image(bytes: Array(rest), rowCount: Int(rows)))
            }
        }
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func read<Number: FixedWidthInteger>(
        _ input: UnsafeRawBufferPointer,
        _ place: inout Int
    ) -> Number? {
        let size = MemoryLayout<Number>.size
        guard place + size <= input.count else { return nil }
        defer { place += size }
        return Number(littleEndian: input.loadUnaligned(fromByteOffset: place, as: Number.self))
    }
}
