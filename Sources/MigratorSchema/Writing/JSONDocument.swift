import MigratorSystem

/// A JSON document whose members stand in the order in which they are given.
enum JSONDocument {
    case string(String)
    case number(String)
    case bool(Bool)
    case list([JSONDocument])
    case members([Member])

    /// A member of an object.
    struct Member {
        let name: String
        let value: JSONDocument
    }

    /// An object with these members.
    static func object(_ members: [(String, JSONDocument)]) -> JSONDocument {
        .members(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// The document with a member or an element a line, and plain lists on one.
    func text(indent: Int = 0) -> String {
        let (outer, inner) = (String(repeating: " ", count: indent), String(repeating: " ", count: indent + 2))
        switch self {
        case .string(let text): return JSONString.quoted(text)
        case .number(let digits): return digits
        case .bool(let value): return value ? "true" : "false"
        case .list(let elements):
            if elements.allSatisfy(\.isPlain) { return "[\(elements.map { $0.text() }.joined(separator: ", "))]" }
            let lines = elements.map { inner + $0.text(indent: indent + 2) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
        case .members(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { "\(inner)\(JSONString.quoted($0.name)): \($0.value.text(indent: indent + 2))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        }
    }

    private var isPlain: Bool {
        switch self {
        case .string, .number, .bool: true
        case .list, .members: false
        }
    }
}

/// The members of a JSON object, without those that say nothing.
struct JSONMembers {
    private(set) var members: [(String, JSONDocument)] = []

    mutating func add(_ name: String, _ text: String?) {
        if let text { members.append((name, .string(text))) }
    }

    mutating func add(_ name: String, _ number: Int?) {
        if let number { members.append((name, .number(String(number)))) }
    }

    mutating func add(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { members.append((name, .list(texts.map { .string($0) }))) }
    }

    mutating func add(_ name: String, _ settings: [String: String]) {
        guard !settings.isEmpty else { return }
        let sorted = settings.sorted { $0.key < $1.key }
        members.append((name, .object(sorted.map { ($0.key, .string($0.value)) })))
    }

    mutating func flag(_ name: String, _ value: Bool) {
        if value { members.append((name, .bool(true))) }
    }

    mutating func add(_ name: String, _ value: JSONDocument?) {
        if let value { members.append((name, value)) }
    }

    mutating func add(_ name: String, _ values: [JSONDocument]) {
        if !values.isEmpty { members.append((name, .list(values))) }
    }

    var object: JSONDocument { .object(members) }
}
