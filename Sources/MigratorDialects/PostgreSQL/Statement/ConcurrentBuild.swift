import MigratorDatabase

/// What a `CREATE INDEX CONCURRENTLY` leaves: its index, invalid.
struct ConcurrentBuild: StatementTraces {
    /// `nil` for one without a name, by which it could be found.
    private let index: ConcurrentIndex?

    init(_ sql: String, _ connection: any DatabaseConnection) {
        index = ConcurrentIndex(sql, connection)
    }

    func check() async throws { try await index?.checkValid() }

    func remove() async throws { try await index?.dropIfInvalid() }

    func left() async throws -> String? {
        guard let name = try await index?.invalidName() else { return nil }
        return "An invalid index \(name) is left, which could not be dropped; the next run does that first"
    }

    func fate(of process: ServerProcess, waiting timeout: Duration) async throws -> InterruptedStatementFate {
        guard let index else { return .unknown("the index has no name by which it could be found") }
        return switch try await index.state(begunBy: process, waiting: timeout) {
        case .absent: .notDone
        case .done: .done
        case .different: .unknown("there is an index of that name with another definition")
        case .busy(let what): .unknown(what)
        }
    }
}
