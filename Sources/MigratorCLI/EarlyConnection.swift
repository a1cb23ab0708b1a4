import Database
import Migrator
import PostgresDriver
import Synchronization

/// Opens the first connection to a server while something else is done, and further ones when they are asked for.
///
/// A server takes about as long to let somebody in as it takes to parse the arguments and to read a large folder.
final class EarlyConnection: Sendable {
    /// The server, as it was written.
    let url: String
    private let open: Migrator.Connect
    private let first: Mutex<Task<any DatabaseConnection, any Error>?>

    /// Begins to connect; `nil` where the URL names no server.
    init?(_ url: String) {
        guard let parsed = try? DatabaseURL(url), parsed.kind == .postgres else { return nil }
        self.url = url
        let open: Migrator.Connect = { try await openDatabase(parsed, busyTimeout: .zero) }
        self.open = open
        // Not while other threads run: each page that a library changes interrupts them.
        PostgresConnection.prepare()
        first = Mutex(Task.detached { try await open() })
    }

    /// The URL that a command line will need a connection to, by the looks of it.
    ///
    /// The arguments are in order, and not parsed yet: if they are wrong, a connection was opened for nothing.
    static func foreseen(in arguments: [String], environment: (String) -> String?) -> String? {
        let options = arguments.prefix { $0 != "--" }
        let connecting = [UpgradeCommand.name, DowngradeCommand.name, StampCommand.name, CurrentCommand.name]
        let offline = ["--sql", "--cached", "--help", "-h"]
        guard let verb = options.first, connecting.contains(verb), !options.contains(where: offline.contains) else {
            return nil
        }
        let flag = "--database="
        let given = options.last { $0.hasPrefix(flag) }?.dropFirst(flag.count)
        return given.map(String.init) ?? environment("DATABASE_URL")
    }

    /// The connection that was opened early, or the next one.
    func connect() async throws -> any DatabaseConnection {
        let early = first.withLock { first in
            defer { first = nil }
            return first
        }
        guard let early else { return try await open() }
        return try await withTaskCancellationHandler {
            try await early.value
        } onCancel: {
            early.cancel()
        }
    }
}
