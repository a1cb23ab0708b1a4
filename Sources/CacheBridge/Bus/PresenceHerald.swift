import MigratorSystem

/// Shows a process to its store.
struct PresenceHerald: Sendable {
    let session: RemoteSession
    let presence: Presence
    let subscriber: String
    let lease: Duration
    let clock: any CacheClock

    /// Shows the presence of this process until the task is cancelled, even while the subscription fails.
    func run() async {
        repeat {
            let sent = clock.now
            // The subscription may have done so.
            if let last = presence.lastShown, sent - last < lease.nanoseconds / 6 { continue }
            do throws(CacheError) {
                try await show(try await session.names())
            } catch {
                await look(at: error, sent)
            }
        } while (try? await clock.sleep(for: lease / 3)) != nil
    }

    /// Notes in the store that this process listens.
    func show(_ names: StoreNames) async throws(CacheError) {
        let sent = clock.now
        _ = try await session.call { store throws(CacheError) in
            try await store.beat(names.subscribers, member: subscriber, window: lease * 2)
        }
        presence.noteShown(sent: sent, answered: clock.now)
    }

    /// A store that refuses connections is not there for others either; one that is late, or out of reach, may be.
    private func look(at error: CacheError, _ sent: Int64) async {
        var code = error.code
        if code == .suspended, session.wasRefused {
            do throws(CacheError) {
                try await session.askAnyway()
            } catch {
                code = error.code
            }
        }
        if code == .connectionRefused { presence.noteRefused(at: sent) } else { presence.noteRefused(at: .min) }
    }
}
