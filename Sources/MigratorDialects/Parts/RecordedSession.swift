package import MigratorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The state of a session as the journal holds it.
///
/// It is JSON, `{"postgres": {"_0": {…}}}`: the room of the database that has this name writes and reads what is within.
/// Who only asks how far a step is needs no room for that.
package struct RecordedSession: Hashable, Sendable, Codable {
    private let states: [String: [String: JSONTree]]

    private static let key = "_0"

    /// Holds a state of the database with a name.
    package init(_ state: some Encodable, of database: String) throws(MigratorError) {
        do {
            let tree = try JSONDecoder().decode(JSONTree.self, from: try JSONEncoder().encode(state))
            states = [database: [Self.key: tree]]
        } catch {
            throw MigratorError(
                .statementFailed,
                "the session's settings cannot be written to the journal",
                cause: error
            )
        }
    }

    /// The state, if it is one of the database with this name.
    ///
    /// - Throws: ``MigratorError`` with code `.unknownDatabaseRevision` if it is not, or is written in another way.
    package func state<State: Decodable>(_ type: State.Type, of database: String) throws(MigratorError) -> State {
        do {
            return try JSONDecoder().decode(type, from: try JSONEncoder().encode(states[database]?[Self.key]))
        } catch {
            throw MigratorError(
                .unknownDatabaseRevision,
                "the journal's progress cannot be read; another version of the engine may have written it",
                cause: error
            )
        }
    }

    package init(from decoder: any Decoder) throws {
        states = try decoder.singleValueContainer().decode([String: [String: JSONTree]].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(states)
    }
}

/// JSON whose shape only its reader knows.
private indirect enum JSONTree: Hashable, Sendable, Codable {
    case null
    case truth(Bool)
    case number(Int64)
    case text(String)
    case list([JSONTree])
    case members([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .members(try container.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .truth(let truth): try container.encode(truth)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .members(let members): try container.encode(members)
        }
    }
}
