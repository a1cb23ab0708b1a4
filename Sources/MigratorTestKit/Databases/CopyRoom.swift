/// Where copies of one template are made, on one kind of database.
protocol CopyRoom: Sendable {
    /// Bounds how many copies are open.
    var gate: DatabaseGate { get }

    /// Hears how many more wait at the gate, or how many fewer.
    func note(waiting change: Int)

    /// Hears that one who waited will not come.
    func left() async

    /// Makes a copy, and the template before it if need be.
    func take() async throws -> MigratedDatabase

    /// Ends a copy.
    func drop(_ database: MigratedDatabase) async

    /// Keeps a copy where no run clears it for a week.
    ///
    /// - Returns: It, under the URL that it has then.
    func keep(_ database: MigratedDatabase) async -> MigratedDatabase
}

extension CopyRoom {
    /// Lends a copy to a closure.
    func withCopy<Result>(
        named name: String,
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        // Who holds one must not wait for another one: those who wait for it would wait for each other.
        let isNested = MigratedDatabase.lent != nil
        if !isNested { try await enter() }
        let database: MigratedDatabase
        do {
            database = try await take()
        } catch {
            if !isNested { gate.leave() }
            throw error
        }
        do {
            let result = try await MigratedDatabase.$lent.withValue(database) { try await body(database) }
            await end(database, name)
            if !isNested { gate.leave() }
            return result
        } catch {
            if !(error is CancellationError) { database.noteFailure() }
            await end(database, name)
            if !isNested { gate.leave() }
            throw error
        }
    }

    private func enter() async throws {
        note(waiting: 1)
        do {
            try await gate.enter()
            note(waiting: -1)
        } catch {
            note(waiting: -1)
            await Task { await left() }.value
            throw error
        }
    }

    /// Ends a copy, even in a task that was cancelled: no other code would.
    private func end(_ database: MigratedDatabase, _ name: String) async {
        await Task {
            guard database.hasFailed, TestSettings.keepsFailed else { return await drop(database) }
            let kept = await keep(database)
            TestSettings.print("the database of \(name) is kept: \(kept)")
        }.value
    }
}
