import Database
import Dispatch
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
    private let loading: AsyncStream<Never>
    private let loaded: DispatchSemaphore
    private let first: Mutex<Task<any DatabaseConnection, any Error>?>

    /// Begins to connect to a server; `nil` where the URL names none.
    init?(_ url: String) {
        guard let parsed = try? DatabaseURL(url), parsed.kind == .postgres else { return nil }
        let (loading, load) = AsyncStream.makeStream(of: Never.self)
        let loaded = DispatchSemaphore(value: 0)
        load.onTermination = { _ in loaded.signal() }
        let connect: Migrator.Connect = {
            defer { load.finish() }
            return try await openDatabase(parsed, busyTimeout: .zero) { load.finish() }
        }
        // On this thread as far as the connection's own: another would have to be made first.
        let task =
            if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
                Task.immediateDetached { try await connect() }
            } else {
                Task.detached { try await connect() }
            }
        self.url = url
        self.loading = loading
        self.loaded = loaded
        first = Mutex(task)
        open = { try await openDatabase(parsed, busyTimeout: .zero) }
    }

    /// Waits until the driver is loaded.
    ///
    /// Nothing else is to be done meanwhile: each page that a library changes would interrupt it.
    @available(*, noasync)
    func waitUntilLoaded() { loaded.wait() }

    /// The same, where others may use the thread.
    func untilLoaded() async { for await _ in loading {} }

    /// Prepares for the login that has begun.
    func warmUp() { PostgresConnection.warmUp() }

    /// The URL that a command line will need a connection to, by the looks of it.
    ///
    /// The arguments are as they were typed: if they are wrong, a connection was opened for nothing.
    static func foreseen(in arguments: [String], environment: (String) -> String?) -> String? {
        let connecting = [UpgradeCommand.name, DowngradeCommand.name, StampCommand.name, CurrentCommand.name]
        // To know all verbs takes longer than all else here.
        let options = ArgumentNormalizer.normalize(arguments, verbs: connecting, pairs: []).prefix { $0 != "--" }
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
