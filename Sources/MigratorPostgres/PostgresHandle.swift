import CMigratorPostgres
import MigratorBlocking
import MigratorDatabase

/// An open session; ends it when its connection lets go of it.
///
/// Not left to an `isolated deinit` of the actor, with which Swift 6.3 fails to optimise the actor's clients.
final class PostgresHandle {
    let connection: OpaquePointer
    let interrupter: PipeInterrupter
    let streams: PostgresStreams
    var prepared: [Int: PreparedStatement] = [:]
    /// Names of statements that were discarded while the transaction was in no state to be used.
    var discarded: [String] = []
    var lastID = 0
    /// Whether the rows of the last statement came one by one.
    var isRowByRow = false
    /// Set when the server did not answer a request to cancel, so that the session is in no known state.
    private var isAbandoned = false
    private var givesUpAt: ContinuousClock.Instant?

    private let canceller = PostgresCanceller()

    /// How long a server may take to confirm that it has stopped, or undone, what it was told to.
    static let patience = Duration.seconds(10)

    init(
        _ configuration: PostgresSessionConfiguration,
        _ interrupter: PipeInterrupter,
        _ streams: PostgresStreams
    ) throws(DatabaseFailure) {
        connection = try PostgresOpening.open(configuration, interrupter)
        self.interrupter = interrupter
        self.streams = streams
        PQsetnonblocking(connection, 1)
        // The streams belong to the actor, but a notice may come as late as in PQfinish.
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context else { return }
                let streams = Unmanaged<PostgresStreams>.fromOpaque(context).takeUnretainedValue()
                streams.hear(
                    PostgresResult.field(.severity, of: result),
                    PostgresResult.field(.message, of: result)
                )
            },
            Unmanaged.passUnretained(streams).toOpaque()
        )
    }

    deinit {
        PQfinish(connection)
        streams.finish()
    }

    var isLost: Bool { isAbandoned || PQstatus(connection) != CONNECTION_OK }

    /// Whether the server is in a transaction, be it one that has failed.
    var isInTransaction: Bool {
        !isLost && [PQTRANS_INTRANS, PQTRANS_INERROR].contains(PQtransactionStatus(connection))
    }

    var hasFailedTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_INERROR }

    // MARK: Waiting

    /// Checks that a statement may be sent, which is given up if it takes longer than a limit.
    func checkReady(_ statement: String?, within limit: Duration? = nil) throws(DatabaseFailure) {
        guard !isLost else { throw lost(statement) }
        // A request that is late would stop this statement.
        guard canceller.settle(within: Self.patience) else {
            isAbandoned = true
            throw lost(statement)
        }
        guard !interrupter.isCancelled else { throw .cancelled(statement) }
        givesUpAt = limit.map { .now + $0 }
    }

    /// Sends what waits in the library's buffer.
    func flush(_ statement: String?) throws(DatabaseFailure) {
        while true {
            switch PQflush(connection) {
            case 0: return
            // A server that has broken off may have said why: reading finds out.
            case -1: return
            default:
                try wait(toWrite: true, statement)
                // A server that is itself waiting to write takes nothing more.
                PQconsumeInput(connection)
            }
        }
    }

    /// Waits until the socket can be read from or written to; tells the server to stop if the call is cancelled.
    func wait(toWrite: Bool = false, _ statement: String?) throws(DatabaseFailure) {
        while true {
            let socket = PQsocket(connection)
            guard socket >= 0 else { throw lost(statement) }
            let timeout: Int32 = givesUpAt == nil ? -1 : 200
            let ready = migrator_pq_wait(socket, 1, toWrite ? 1 : 0, interrupter.descriptor, timeout)
            guard ready >= 0 else { throw lost(statement) }
            if ready & 1 != 0 { return }
            if interrupter.isCancelled {
                interrupter.drain()
                givesUpAt = givesUpAt ?? .now + Self.patience
            }
            guard let end = givesUpAt else { continue }
            guard ContinuousClock.now < end else {
                isAbandoned = true
                throw unconfirmed(statement)
            }
            // Again and again: a request that overtakes its statement has no effect.
            if interrupter.isCancelled { requestCancel() }
        }
    }

    private func unconfirmed(_ statement: String?) -> DatabaseFailure {
        guard interrupter.isCancelled else {
            let problem = "the server does not answer, so the connection was given up"
            return DatabaseFailure(.connectionLost, problem, statement: statement)
        }
        return DatabaseFailure(
            .cancelled,
            "the statement was interrupted; the server did not confirm it, so the connection was given up",
            statement: statement
        )
    }

    /// Asks the server to stop the statement that it runs.
    func requestCancel() { canceller.ask(connection) }

    /// Waits for the next answer; `nil` after the last.
    func nextResult(_ statement: String?) throws(DatabaseFailure) -> PostgresResult? {
        while PQisBusy(connection) != 0 {
            try wait(statement)
            // The result tells the error.
            guard PQconsumeInput(connection) != 0 else { break }
        }
        hearNotifications()
        return PQgetResult(connection).map { PostgresResult($0) }
    }

    /// Waits for the next answer that is no row, as each is while they come one by one.
    func nextResultWithoutRows(_ statement: String?) throws(DatabaseFailure) -> PostgresResult? {
        var isToldToStop = false
        while true {
            while PQisBusy(connection) != 0 {
                try wait(statement)
                guard PQconsumeInput(connection) != 0 else { break }
            }
            guard let result = PQgetResult(connection) else {
                hearNotifications()
                return nil
            }
            guard PQresultStatus(result) == PGRES_SINGLE_TUPLE else { return PostgresResult(result) }
            PQclear(result)
            // While rows keep coming, no call waits that a cancellation could wake.
            if !isToldToStop, interrupter.isCancelled {
                isToldToStop = true
                requestCancel()
            }
        }
    }

    func lost(_ statement: String?) -> DatabaseFailure {
        let said = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        let reason = PostgresText.line(said)
        return DatabaseFailure(
            .connectionLost,
            "the connection to the server is lost" + (reason.isEmpty ? "" : ": \(reason)"),
            statement: statement
        )
    }
}
