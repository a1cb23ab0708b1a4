import CacheBridge
import CachedQueries
import MigratorDatabase
import MigratorSystem

/// The traits of an agent: the rows of `physical_traits`, `personality_traits` and `ability_traits` that are its own.
public struct AgentTraits: Sendable, Hashable, Codable {
    /// The kinds of traits; each has a table.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// `physical_traits`.
        case physical
        /// `personality_traits`.
        case personality
        /// `ability_traits`.
        case ability

        /// The name of its table.
        public var table: String { "\(rawValue)_traits" }
    }

    /// Traits of the body: their values by name.
    ///
    /// Of names that Swift takes for the same each dictionary has the first by bytes; ``list(of:)`` has all of them.
    public var physical: [String: Double] = [:]
    /// Traits of character: their values by name.
    public var personality: [String: Double] = [:]
    /// Traits of ability: their values by name.
    public var ability: [String: Double] = [:]
    /// Traits that a dictionary cannot hold beside another one, as Swift takes their names for the same.
    private var alike: [Kind: [ExactText: Double]] = [:]

    private enum CodingKeys: String, CodingKey {
        case physical, personality, ability
    }

    /// Creates an agent's traits; none, unless said.
    public init(
        physical: [String: Double] = [:],
        personality: [String: Double] = [:],
        ability: [String: Double] = [:]
    ) {
        self.physical = physical
        self.personality = personality
        self.ability = ability
    }

    /// The traits of one kind.
    public subscript(kind: Kind) -> [String: Double] {
        get {
            switch kind {
            case .physical: physical
            case .personality: personality
            case .ability: ability
            }
        }
        set {
            switch kind {
            case .physical: physical = newValue
            case .personality: personality = newValue
            case .ability: ability = newValue
            }
        }
    }

    /// All traits of one kind, by the bytes of their names; JSON has only those of the dictionaries.
    public func list(of kind: Kind) -> [(name: String, value: Double)] {
        let traits = self[kind]
        var list: [(name: String, value: Double)] = traits.map { ($0.key, $0.value) }
        for (name, value) in alike[kind] ?? [:] where traits[name.text] != nil { list.append((name.text, value)) }
        return list.sorted { ExactText($0.name) < ExactText($1.name) }
    }

    /// Adds a trait as the database has it, beside others whose names only look the same.
    mutating func add(_ name: String, _ kind: Kind, _ value: Double) {
        guard let position = self[kind].index(forKey: name) else {
            self[kind][name] = value
            return
        }
        let (held, other) = self[kind][position]
        guard !held.isExactly(name) else {
            self[kind][name] = value
            return
        }
        // The order in which they come must not decide which one the dictionary has.
        let isFirst = ExactText(name) < ExactText(held)
        alike[kind, default: [:]][ExactText(isFirst ? held : name)] = isFirst ? other : value
        guard isFirst else { return }
        self[kind][held] = nil
        self[kind][name] = value
    }

    /// How many bytes it takes in memory, about.
    public var memoryCost: Int {
        Kind.allCases.reduce(MemoryLayout<Self>.stride) { sum, kind in
            let names = Array(self[kind].keys) + (alike[kind] ?? [:]).keys.map(\.text)
            return sum + names.reduce(64) { $0 + 40 + $1.utf8.count }
        }
    }

    static let fields: [(name: String, type: String)] = Kind.allCases.map { ($0.rawValue, "[string: double]") }
}

extension RecordFormat where Value == AgentTraits {
    /// An agent's traits: of each kind how many, then names and values.
    static let agentTraits = RecordFormat(
        shape: RecordShape("agent_traits", version: 2, fields: AgentTraits.fields),
        encode: { traits in
            var bytes: [UInt8] = []
            for kind in AgentTraits.Kind.allCases {
                let list = traits.list(of: kind)
                ValueBytes.append(count: UInt64(list.count), to: &bytes)
                for (name, value) in list {
                    ValueBytes.append(.text(name), to: &bytes)
                    ValueBytes.append(.double(value), to: &bytes)
                }
            }
            return bytes
        },
        decode: { bytes in
            try bytes.withUnsafeBytes { bytes in
                var source = ValueBytes.Source(bytes)
                var traits = AgentTraits()
                for kind in AgentTraits.Kind.allCases {
                    guard let count = source.count() else { throw RecordColumns.unreadable(kind.rawValue) }
                    for _ in 0..<count {
                        guard case .text(let name) = source.value(), case .double(let value) = source.value() else {
                            throw RecordColumns.unreadable(kind.rawValue)
                        }
                        traits.add(name, kind, value)
                    }
                }
                guard source.isEmpty else { throw RecordColumns.unreadable("their end") }
                return traits
            }
        },
        cost: { $0.memoryCost }
    )
}
