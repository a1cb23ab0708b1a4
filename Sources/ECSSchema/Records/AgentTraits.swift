import CacheBridge
import Database

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

    /// Values by the traits' names: of its body.
    public var physical: [String: Double] = [:]
    /// Of its character.
    public var personality: [String: Double] = [:]
    /// Of what it is able to do.
    public var ability: [String: Double] = [:]

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

    /// How many bytes it takes in memory, about.
    public var memoryCost: Int {
        Kind.allCases.reduce(MemoryLayout<Self>.stride) { sum, kind in
            sum + self[kind].keys.reduce(64) { $0 + 40 + $1.utf8.count }
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
                ValueBytes.append(count: UInt64(traits[kind].count), to: &bytes)
                for (name, value) in traits[kind].sorted(by: { $0.key < $1.key }) {
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
                        traits[kind][name] = value
                    }
                }
                guard source.isEmpty else { throw RecordColumns.unreadable("their end") }
                return traits
            }
        },
        cost: { $0.memoryCost }
    )
}
