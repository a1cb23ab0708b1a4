import MigratorDialects
import MigratorSystem

/// A column's change from one type to another.
struct TypeChange {
    private let old: ComparedType
    private let new: ComparedType

    init(_ old: ComparedType, _ new: ComparedType) {
        self.old = old
        self.new = new
    }

    /// Whether values are rounded without a word; what does not fit at all is refused by the database.
    var losesDigits: Bool {
        switch (old.family, new.family) {
        case (.decimal(let before), .decimal(let after?)): before.map { after < $0 } ?? true
        case (.decimal, .integer), (.real, .integer), (.real, .decimal(_?)), (.decimal, .real): true
        case (.real, .real): old.text == "double precision" && new.text == "real"
        default: losesTime
        }
    }

    private var losesTime: Bool {
        let (before, after) = (Self.moment(old.text), Self.moment(new.text))
        guard let before, let after else { return false }
        if before.hasDate, before.hasTime { return !(after.hasDate && after.hasTime) || after.digits < before.digits }
        return after.hasTime && before.hasTime && after.digits < before.digits
    }

    private static func moment(_ type: String) -> (hasDate: Bool, hasTime: Bool, digits: Int)? {
        let digits = type.split(separator: "(").dropFirst().first.flatMap { Int($0.dropLast()) } ?? 6
        switch type.prefix(while: { $0 != "(" }) {
        case "date": return (true, false, 6)
        case "time", "timetz": return (false, true, digits)
        case "timestamp", "timestamptz": return (true, true, digits)
        default: return nil
        }
    }

    /// How well the old values fit the new type, from 0 for not at all to 1.
    var fitness: Double {
        if old.text.isExactly(new.text) { return 1 }
        switch (old.family, new.family) {
        case (.integer, .integer), (.real, .real), (.decimal, .decimal), (.text, .text), (.filledText, .filledText),
            (.text, .filledText), (.filledText, .text):
            return 0.6
        default: return 0
        }
    }
}
