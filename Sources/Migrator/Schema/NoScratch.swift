package import MigratorDialects

/// There is no scratch.
package struct NoScratch: Error, CustomStringConvertible {
    /// What was tried, the best first, and why there is none of it.
    package let refusals: [ScratchRefusal]

    /// What was tried and why there is none, in words.
    package var reason: String { Self.reason(refusals) }

    /// Why there is none.
    package var description: String { reason }

    /// Creates it.
    init(_ refusals: [ScratchRefusal]) {
        self.refusals = refusals
    }

    /// Refusals in words.
    static func reason(_ refusals: [ScratchRefusal]) -> String {
        guard !refusals.isEmpty else { return "this kind of database lends none" }
        return refusals.map(\.description).joined(separator: "; ")
    }
}
