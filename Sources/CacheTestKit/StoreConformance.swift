package import CacheBridge

/// The checks of a store that processes share; each check has names of its own.
package struct StoreConformance: Sendable {
    /// Lets the store's own time pass.
    package typealias Pass = @Sendable (Duration) async throws -> Void

    /// One rule that every store must keep.
    package struct Check: Sendable, CustomStringConvertible {
        package let description: String
        package let run: @Sendable (StoreConformance) async throws -> Void

        init(_ description: String, _ run: @escaping @Sendable (StoreConformance) async throws -> Void) {
            self.description = description
            self.run = run
        }
    }

    let store: any RemoteStore
    let pass: Pass
    private let tag = Token().description

    private let scale: Int

    /// Creates checks of a store; `scale` stretches their times where they really pass.
    package init(_ store: any RemoteStore, scale: Int = 1, pass: @escaping Pass) {
        self.store = store
        self.scale = scale
        self.pass = pass
    }

    func time(_ milliseconds: Int) -> Duration { .milliseconds(milliseconds * scale) }

    /// A name of a namespace that no other check uses; all have one hash tag.
    func name(_ rest: String) -> String { "test:{\(tag).test}:\(rest)" }

    func identity() async throws -> RemoteIdentity { try await store.identify() }

    func value(_ name: String) async throws -> [UInt8]? {
        try await store.values(of: [name], on: nil).first ?? nil
    }

    /// Fails unless something holds.
    func expect(_ what: String, _ holds: Bool) throws {
        guard holds else { throw ConformanceFailure(what: what) }
    }

    /// Fails unless a call does, with a code.
    func refuses(_ what: String, _ code: CacheError.Code, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as CacheError {
            return try expect("\(what): \(error.code) instead of \(code)", error.code == code)
        }
        throw ConformanceFailure(what: "\(what) was not refused")
    }

    /// All of them.
    package static let checks: [Check] = values + scripts + fences + messages + looking
}

/// Something that a store does not do as it must.
package struct ConformanceFailure: Error, CustomStringConvertible {
    let what: String
    package var description: String { what }
}
