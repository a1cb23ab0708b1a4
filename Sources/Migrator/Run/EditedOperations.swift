import MigrationDSL
import MigratorSources

/// What is different between the operations of a revision when it was applied and now, in words.
struct EditedOperations: CustomStringConvertible {
    private let before: [OperationDigest]
    private let now: [OperationDigest]

    /// Compares the journal's JSON with the operations as they are.
    init(before json: String, now operations: OperationList) {
        before = OperationDigest.list(fromJSON: json)
        // Earlier versions remembered each of them, however many there were.
        now = OperationDigest.list(of: operations, limit: max(before.count, OperationDigest.limit))
    }

    /// Whether they are the same, or differ in spelling alone.
    var isEmpty: Bool {
        !before.isEmpty && before.count == now.count && zip(before, now).allSatisfy { $0.isSame(as: $1) }
    }

    var description: String {
        let removed = before.filter { old in !now.contains { $0.isSame(as: old) } }
        let added = now.filter { new in !before.contains { $0.isSame(as: new) } }
        if removed.isEmpty, added.isEmpty {
            return "its operations are the same, in another order or with other file names"
        }
        if removed.count == 1, added.count == 1, removed[0].summary == added[0].summary {
            return "'\(removed[0].summary)' is not what it was"
        }
        var parts: [String] = []
        if !removed.isEmpty { parts.append("it no longer has \(Self.list(removed))") }
        if !added.isEmpty { parts.append("it now has \(Self.list(added))") }
        return parts.joined(separator: "; ")
    }

    private static func list(_ operations: [OperationDigest]) -> String {
        let shown = operations.prefix(5).map { "'\($0.summary)'" }.joined(separator: ", ")
        return operations.count > 5 ? shown + " and \(operations.count - 5) more" : shown
    }
}
