import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Tries all revisions on an empty database: definitions and statements are run, payloads only read.
///
/// What reaches beyond a database, such as CREATE ROLE, is not run: it would be done for all databases of a server.
struct Rehearsal {
    private let migrator: MigrationEngine
    private let scratch: MigrationEngine.Connect
    private let options: CheckOptions

    /// What a rehearsal comes to.
    struct Found {
        /// What does not run, and which payloads do not fit.
        var findings: [CheckReport.Finding] = []
        /// Why the revisions behind one were not tried; `nil` if all were.
        var end: String?
    }

    init(_ migrator: MigrationEngine, _ scratch: @escaping MigrationEngine.Connect, _ options: CheckOptions) {
        self.migrator = migrator
        self.scratch = scratch
        self.options = options
    }

    /// Tries the revisions as far as they are looked at; ends at the first one that does not run.
    func found() async throws -> Found {
        if options.revisions?.isEmpty == true { return Found() }
        let connection = try await scratch()
        do {
            let found = try await found(over: connection)
            await connection.close()
            return found
        } catch {
            await connection.close()
            throw error
        }
    }

    private func found(over connection: any DatabaseConnection) async throws -> Found {
        let run = try await Run(migrator, connection)
        let session = try await run.context.dialect.sessionState(connection)
        var found = Found()
        let steps = try run.context.planner.upgrade(to: "heads", rows: []).steps
        let last = steps.lastIndex { options.looks(at: $0.revision) } ?? -1
        // What is repeated stands on all revisions.
        let repeats = last == steps.count - 1 ? migrator.revisions.repeatables.map { Step(repeating: $0.id) } : []
        for step in steps.prefix(last + 1) + repeats {
            let revision = try migrator.revisions.revision(step.revision)
            do {
                try await rehearse(revision, run, session, &found.findings)
            } catch {
                let broken = try broken(revision, by: error)
                found.end =
                    "revision \(revision.id) does not run on an empty database, and what is behind it was not tried"
                if options.looks(at: revision.id) { found.findings.append(broken) }
                return found
            }
        }
        return found
    }

    /// The finding of a revision that does not run.
    ///
    /// - Throws: The error, if it is no fault of the revision.
    private func broken(
        _ revision: any LoadedRevision,
        by error: any Error,
        at operation: Operation? = nil,
        _ place: SourceLocation? = nil
    ) throws -> CheckReport.Finding {
        let message: String
        var location = place ?? operation?.location
        switch error {
        case let refused as RefusedStatement:
            return try broken(revision, by: refused.cause, at: refused.operation, refused.location)
        case let failure as OperationFailure:
            return try broken(revision, by: failure.cause, at: failure.operation)
        case let error as MigratorError:
            let faults: [MigratorError.Code] = [.unsupportedByDialect, .statementFailed, .invalidRevision]
            guard operation != nil || faults.contains(error.code) else { throw error }
            message = (operation.map { "\($0.summary): " } ?? "") + error.message
            location = error.location ?? location
        case let error as DatabaseFailure where error.code != .connectionLost && error.code != .cancelled:
            let file = revision.node.source?.file
            let advice = revision.isTransactional ? error.transactionAdvice(file: file) : nil
            message = "does not run on an empty database: \(error.message)" + (advice.map { "; \($0)" } ?? "")
        default:
            throw error
        }
        // The graph knows the places of revisions, and of nothing else.
        let isRepeatable = Repeatable.name(of: revision.id) != nil
        return CheckReport.Finding(
            kind: .broken,
            revision: revision.id,
            message: message,
            command: isRepeatable ? nil : "edit \(revision.id)",
            location: location ?? (isRepeatable ? revision.node.source : nil)
        )
    }

    private func rehearse(
        _ revision: any LoadedRevision,
        _ run: Run,
        _ session: any SessionState,
        _ findings: inout [CheckReport.Finding]
    ) async throws {
        let prepared = try PreparedStep(revision, .upgrade, for: run.context.dialect, run.context.settings)
        for work in prepared.preludes {
            for item in work.items { findings += try await rehearse(item, of: work.operation, revision, run) }
        }
        let isTransaction = revision.isTransactional && run.context.dialect.rehearsesInTransaction
        // A payload may take its time.
        if isTransaction { try await run.connection.begin(pipelining: run.context.dialect.idleForLong) }
        var names = NameCheck(run.context.dialect, on: run.connection)
        for work in prepared.work {
            for item in work.items {
                do {
                    try await names.check(before: item, of: work.operation)
                } catch let error as MigratorError {
                    throw OperationFailure(work.operation, cause: error)
                }
                findings += try await rehearse(item, of: work.operation, revision, run)
            }
        }
        try await names.finish()
        if isTransaction { try await run.connection.commit() }
        // What a revision sets is not the next one's.
        if prepared.mayChangeSession { try await session.establish(run.connection) }
    }

    private func rehearse(
        _ item: WorkItem,
        of operation: Operation,
        _ revision: any LoadedRevision,
        _ run: Run
    ) async throws -> [CheckReport.Finding] {
        switch item {
        case .statement(let sql):
            do {
                _ = try await run.context.dialect.rehearse(sql.text, run.connection, withoutRows: true)
            } catch let error as DatabaseFailure {
                throw RefusedStatement(operation: operation, sql: sql.text, cause: error)
            }
            return []
        case .rebuild(let rebuild):
            _ = try await rebuild.runAlone(on: run.connection)
            return []
        case .bulkInsert(let insert):
            guard options.looks(at: revision.id) else { return [] }
            do {
                try await PayloadLoader(run, revision).check(insert)
                return []
            } catch let error as MigratorError {
                return [finding(error, insert, revision)]
            }
        // A closure may count on rows that a rehearsal does not load.
        case .perform, .removeRows:
            return []
        }
    }

    /// The finding of a payload that cannot be loaded, at its row if that is known, else where it is named.
    private func finding(
        _ error: MigratorError,
        _ insert: BulkInsert,
        _ revision: any LoadedRevision
    ) -> CheckReport.Finding {
        var location = error.location ?? insert.location
        // Of a compiled revision the message has the path as it is written there.
        if let place = error.location, case .file(let path, _) = insert.payload.source,
            let file = revision.payloads.file(of: path, preferred: migrator.settings.payloadFolder)
        {
            location = SourceLocation(file: file, line: place.line, column: place.column)
        }
        return CheckReport.Finding(
            kind: .payload,
            rule: error.code == .fileSystem ? .payloadMissing : .payload,
            revision: revision.id,
            message: error.message,
            command: "edit \(revision.id)",
            location: location
        )
    }
}

/// A statement that the database refused, of an operation.
private struct RefusedStatement: Error {
    let operation: Operation
    let sql: String
    let cause: DatabaseFailure

    /// Where the statement stands in a file: the line that the database names, if it names one, else the first.
    var location: SourceLocation? {
        guard let start = operation.location else { return nil }
        guard let position = cause.position else { return start }
        let lines = sql.unicodeScalars.prefix(position - 1).count { $0 == "\n" }
        return lines == 0 ? start : SourceLocation(file: start.file, line: start.line + lines)
    }
}
