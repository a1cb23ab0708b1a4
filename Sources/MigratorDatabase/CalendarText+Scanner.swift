extension CalendarText {
    /// Steps through the bytes of a text.
    struct Scanner {
        private let bytes: UnsafeBufferPointer<UInt8>
        private var index = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ byte: UInt8) -> Bool {
            guard !isAtEnd, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            var number = 0
            for _ in 0..<count {
                guard !isAtEnd, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
                number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                index += 1
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

        mutating func timestamp() -> ZonedTimestamp? {
            guard let date = date() else { return nil }
            if isAtEnd { return ZonedTimestamp(timestamp: Timestamp(date), hasZone: false) }
            guard take(UInt8(ascii: " ")) || take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")),
                let time = time()
            else { return nil }
            let local = Timestamp(date, microsecondsOfDay: time)
            if isAtEnd { return ZonedTimestamp(timestamp: local, hasZone: false) }
            guard let offset = zone(), isAtEnd else { return nil }
            let utc = Timestamp(microseconds: local.microseconds - offset * 1_000_000)
            return ZonedTimestamp(timestamp: utc, hasZone: true)
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
