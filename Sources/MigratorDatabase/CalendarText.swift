/// Reads dates and times from the bytes of their text, without a copy: a bulk load does so for each row.
package enum CalendarText {
    /// A timestamp, and whether its text bore a zone.
    package struct ZonedTimestamp {
        package let timestamp: Timestamp
        package let hasZone: Bool
    }

    package static func date(_ bytes: some RandomAccessCollection<UInt8>) -> CalendarDate? {
        scan(bytes) { scanner in
            guard let date = scanner.date(), scanner.isAtEnd else { return nil }
            return date
        }
    }

    package static func time(_ bytes: some RandomAccessCollection<UInt8>) -> TimeOfDay? {
        scan(bytes) { scanner in
            guard let time = scanner.time(), scanner.isAtEnd else { return nil }
            return TimeOfDay(microseconds: time)
        }
    }

    package static func timestamp(_ bytes: some RandomAccessCollection<UInt8>) -> ZonedTimestamp? {
        scan(bytes) { $0.timestamp() }
    }

    /// Scans bytes where they lie: code for one kind of bytes is several times as fast as code for any collection.
    static func scan<Read>(
        _ bytes: some RandomAccessCollection<UInt8>,
        _ body: (inout Scanner) -> Read?
    ) -> Read? {
        let read = bytes.withContiguousStorageIfAvailable { bytes in
            var scanner = Scanner(bytes)
            return body(&scanner)
        }
        return read ?? scan(Array(bytes), body)
    }
}
