import CacheBridge
import Migrator
import MigratorDatabase

/// The standing queries whose tables a database does not have.
struct QueriedTables {
    private var namespaces: [String] = []
    private var reason = ""

    /// Takes note of a query that the database refused.
    mutating func lack(_ query: StandingQuery, _ error: DatabaseFailure) {
        let name = query.namespace.name
        if !namespaces.contains(name) { namespaces.append(name) }
        if reason.isEmpty { reason = error.message }
    }

    /// Says which were left out; throws `behind` unless there was anything else, as the database is no application's yet.
    func tell(_ console: Console, isAny: Bool) throws(MigratorError) {
        guard !namespaces.isEmpty else { return }
        let lacking =
            "the database lacks tables that \(namespaces.joined(separator: ", ")) \(isAny ? "read" : "would read")"
        let text = "\(lacking) (\(TerminalText.line(reason))); 'upgrade head' makes them"
        guard isAny else { throw MigratorError(.behind, text) }
        console.warn(text)
    }
}
