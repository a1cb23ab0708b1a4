/// Reads settings one by one and remembers which were there.
struct SettingReader {
    private let environment: [String: String]
    private(set) var given: Set<String> = []

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The text of a variable, by either of its names; `nil` if it is not there or empty.
    mutating func text(_ name: String) throws(CacheError) -> String? {
        let own = value(name)
        guard let neutral = CacheSettings.neutralName(of: name), let other = value(neutral) else {
            if own != nil { given.insert(name) }
            return own
        }
        guard own == nil || own == other else {
            throw Self.invalid(neutral, "and \(name) differ; set one of them")
        }
        given.insert(name)
        return other
    }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    mutating func flag(_ name: String, _ value: inout Bool) throws(CacheError) {
        guard let text = try text(name) else { return }
        switch text.lowercased() {
        case "1", "true", "yes", "on": value = true
        case "0", "false", "no", "off": value = false
        default: throw Self.invalid(name, "is \"\(text)\"; write true or false")
        }
    }

    mutating func number(_ name: String, _ bounds: ClosedRange<Int>, _ value: inout Int) throws(CacheError) {
        var found: Int? = value
        try number(name, bounds, &found)
        value = found ?? value
    }

    mutating func number(_ name: String, _ bounds: ClosedRange<Int>, _ value: inout Int?) throws(CacheError) {
        guard let text = try text(name) else { return }
        let range = "from \(bounds.lowerBound) to \(bounds.upperBound)"
        guard text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(text) else {
            throw Self.invalid(name, "is \"\(text)\"; write a whole number \(range)")
        }
        guard bounds.contains(number) else {
            throw Self.invalid(name, "is \(number); it must lie in \(range)")
        }
        value = number
    }

    mutating func milliseconds(
        _ name: String,
        _ bounds: ClosedRange<Int>,
        _ value: inout Duration
    ) throws(CacheError) {
        var number: Int?
        try self.number(name, bounds, &number)
        if let number { value = .milliseconds(number) }
    }

    mutating func seconds(_ name: String, _ value: inout Duration) throws(CacheError) {
        var found: Duration?
        try seconds(name, &found)
        value = found ?? value
    }

    mutating func seconds(_ name: String, _ value: inout Duration?) throws(CacheError) {
        var number: Int?
        try self.number(name, 1...(365 * 86400), &number)
        if let number { value = .seconds(number) }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        _ value: inout Choice
    ) throws(CacheError) where Choice.RawValue == String {
        guard let text = try text(name) else { return }
        guard let choice = Choice(rawValue: text.lowercased()) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.invalid(name, "is \"\(text)\"; it may be one of \(choices)")
        }
        value = choice
    }

    static func invalid(_ name: String, _ what: String) -> CacheError {
        CacheError(.invalidSetting, "\(name) \(what)")
    }
}
