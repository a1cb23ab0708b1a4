/// Aspects of something that change together, of which `nil` leaves one as it is.
protocol AspectChange {
    /// The aspects that it says, each by the argument that says it.
    var aspects: [String] { get }
}

extension OperationDetails {
    /// What a change undoes, if that says everything which changes.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - previous: What `was` says.
    ///   - what: What changes, such as `the column`.
    /// - Returns: What `was` says.
    /// - Throws: ``Irreversible`` with the aspects that `was` does not say.
    func undone<Change: AspectChange>(
        _ change: Change,
        was previous: Change?,
        _ what: String
    ) throws(Irreversible) -> Change {
        guard let previous else {
            throw Irreversible(self, "say in was: what \(what) was before, or write a downgrade")
        }
        let said = previous.aspects
        let missing = change.aspects.filter { !said.contains($0) }
        guard missing.isEmpty else {
            throw Irreversible(self, "was: does not say \(what)'s former \(missing.joined(separator: ", "))")
        }
        return previous
    }
}
