/// Reads dates and times from the bytes of their text, without a copy: a bulk load does so for each row.
package enum CalendarText {
    /// A timestamp, and whether its text bore a zone.
    package struct ZonedTimestamp {
        package let timestamp: Timestamp
        package let hasZone: Bool
    }

    package static func date(_ bytes: some RandomAccessCollection<UInt8>) -> CalendarDate? {
        var scanner = Scanner(bytes)
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        return date
    }

    package static func time(_ bytes: some RandomAccessCollection<UInt8>) -> TimeOfDay? {
        var scanner = Scanner(bytes)
        guard let time = scanner.time(), scanner.isAtEnd else { return nil }
        return TimeOfDay(microseconds: time)
    }

    package static func timestamp(_ bytes: some RandomAccessCollection<UInt8>) -> ZonedTimestamp? {
        var scanner = Scanner(bytes)
        guard let date = scanner.date() else { return nil }
        if scanner.isAtEnd { return ZonedTimestamp(timestamp: Timestamp(date), hasZone: false) }
        guard scanner.take(UInt8(ascii: " ")) || scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: "t")),
            let time = scanner.time()
        else { return nil }
        let local = Timestamp(date, microsecondsOfDay: time)
        if scanner.isAtEnd { return ZonedTimestamp(timestamp: local, hasZone: false) }
        guard let offset = scanner.zone(), scanner.isAtEnd else { return nil }
        let utc = Timestamp(microseconds: local.microseconds - offset * 1_000_000)
        return ZonedTimestamp(timestamp: utc, hasZone: true)
    }

    struct Scanner<Bytes: RandomAccessCollection<UInt8>> {
        private let bytes: Bytes
        private var index: Bytes.Index

        init(_ bytes: Bytes) {
            self.bytes = bytes
            index = bytes.startIndex
        }

        var isAtEnd: Bool { index == bytes.endIndex }

        mutating func take(_ byte: UInt8) -> Bool {
            guard !isAtEnd, bytes[index] == byte else { return false }
            index = bytes.index(after: index)
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            var number = 0
            for _ in 0..<count {
                guard !isAtEnd, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
                number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                index = bytes.index(after: index)
            }
            return number
        }

        mutating func date() -> CalendarDate? {
            guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")),
                let day = digits(2)
            else { return nil }
            return CalendarDate(year: year, month: month, day: day)
        }

        mutating func time() -> Int64? {
            guard let hour = digits(2), hour < 24, take(UInt8(ascii: ":")), let minute = digits(2), minute < 60 else {
                return nil
            }
            var micros = Int64(hour * 3600 + minute * 60) * 1_000_000
            guard take(UInt8(ascii: ":")) else { return micros }
            guard let second = digits(2), second < 60 else { return nil }
            micros += Int64(second) * 1_000_000
            guard take(UInt8(ascii: ".")) else { return micros }
            guard let fraction = fraction() else { return nil }
            return micros + fraction
        }

        /// Up to six digits after the point; more only if they are zero.
        private mutating func fraction() -> Int64? {
            var scale: Int64 = 100_000
            var micros: Int64 = 0
            var count = 0
            while !isAtEnd, let digit = digits(1) {
                if scale == 0, digit != 0 { return nil }
                micros += Int64(digit) * scale
                scale /= 10
                count += 1
                if isAtEnd || !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { break }
            }
            return count == 0 ? nil : micros
        }

        /// The offset from UTC in seconds.
        mutating func zone() -> Int64? {
            if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
            let sign: Int64
            if take(UInt8(ascii: "+")) {
                sign = 1
            } else if take(UInt8(ascii: "-")) {
                sign = -1
            } else {
                return nil
            }
            guard let hours = digits(2), hours < 24 else { return nil }
            if isAtEnd { return sign * Int64(hours * 3600) }
            _ = take(UInt8(ascii: ":"))
            guard let minutes = digits(2), minutes < 60 else { return nil }
            var seconds = hours * 3600 + minutes * 60
            // Before there were zones, places had times of their own.
            if take(UInt8(ascii: ":")) {
                guard let more = digits(2), more < 60 else { return nil }
                seconds += more
            }
            return sign * Int64(seconds)
        }
    }
}
