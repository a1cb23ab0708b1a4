extension RowBatch {
    /// Rows in the form in which a driver sends them, made once and loaded again as they are.
    public struct Image: Sendable {
        /// The bytes that the driver sends.
        public let bytes: [UInt8]
        /// The number of rows in it.
        public let rowCount: Int

        package init(bytes: [UInt8], rowCount: Int) {
            self.bytes = bytes
            self.rowCount = rowCount
        }
    }

    /// The cells as bytes: their kinds, then the number of each or the length of its text, then all texts; numbers are
    /// little-endian.
    ///
    /// `nil` for a batch whose texts do not lie one after the other, from the first.
    package func cellBytes() -> [UInt8]? {
        let size = 8 + cells.reduce(bytes.count) { $0 + 1 + $1.kind.width }
        var isInOrder = true
        let written = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            let output = UnsafeMutableRawPointer(start)
            output.storeBytes(of: UInt32(cells.count).littleEndian, as: UInt32.self)
            output.storeBytes(of: UInt32(bytes.count).littleEndian, toByteOffset: 4, as: UInt32.self)
            var (kinds, numbers, offset) = (8, 8 + cells.count, UInt64(0))
            for cell in cells {
                start[kinds] = cell.kind.rawValue
                kinds += 1
                switch cell.kind {
                case .null: break
                case .int, .double:
                    output.storeBytes(of: cell.bits.littleEndian, toByteOffset: numbers, as: UInt64.self)
                case .text, .blob:
                    isInOrder = isInOrder && cell.bits == offset
                    offset += UInt64(cell.length)
                    output.storeBytes(of: cell.length.littleEndian, toByteOffset: numbers, as: UInt32.self)
                }
                numbers += cell.kind.width
            }
            isInOrder = isInOrder && offset == bytes.count
            bytes.withUnsafeBytes { text in
                if let from = text.baseAddress { (output + numbers).copyMemory(from: from, byteCount: text.count) }
            }
            filled = size
        }
        return isInOrder ? written : nil
    }

    /// Reads what ``cellBytes()`` wrote; `nil` for bytes that are not of its making.
    package init?(columns: [String], cellBytes input: UnsafeRawBufferPointer) {
        guard input.count >= 8, !columns.isEmpty else { return nil }
        let count = Int(UInt32(littleEndian: input.loadUnaligned(as: UInt32.self)))
        let textCount = Int(UInt32(littleEndian: input.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        guard count <= input.count - 8, count % columns.count == 0, textCount <= input.count - 8 - count else {
            return nil
        }
        let end = input.count - textCount
        var cells: [Cell] = []
        cells.reserveCapacity(count)
        var (numbers, offset) = (8 + count, 0)
        for index in 0..<count {
            guard let kind = Cell.Kind(rawValue: input[8 + index]), numbers + kind.width <= end else { return nil }
            switch kind {
            case .null: cells.append(Cell(kind: kind))
            case .int, .double:
                let bits = input.loadUnaligned(fromByteOffset: numbers, as: UInt64.self)
                cells.append(Cell(kind: kind, bits: UInt64(littleEndian: bits)))
            case .text, .blob:
                let length = UInt32(littleEndian: input.loadUnaligned(fromByteOffset: numbers, as: UInt32.self))
                guard Int(length) <= textCount - offset else { return nil }
                cells.append(Cell(kind: kind, length: length, bits: UInt64(offset)))
                offset += Int(length)
            }
            numbers += kind.width
        }
        guard numbers == end, offset == textCount else { return nil }
        self.init(columns: columns, cells: cells, bytes: Array(input[end...]))
    }
}

extension RowBatch.Cell.Kind {
    /// How many bytes its number or length takes.
    fileprivate var width: Int {
        switch self {
        case .null: 0
        case .int, .double: 8
        case .text, .blob: 4
        }
    }
}
