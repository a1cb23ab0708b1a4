/// An entry of the memory tier: a decoded value, or the knowledge that there is none.
@usableFromInline
final class MemoryEntry: Sendable {
    /// The decoded value; `nil` if it is known that there is none.
    @usableFromInline let value: (any Sendable)?
    /// How many bytes it is counted as.
    let cost: Int
    /// Until when it may be used, on the monotonic clock.
    let expires: Int64
    /// Until when it may stand in for a failed load; not before ``expires``.
    let staleUntil: Int64
    /// How long loading took, in nanoseconds; for XFetch.
    let delta: Int64
    /// The generation of its namespace, and what it was when the load began.
    let cell: GenerationCell
    let generation: UInt64

    init(
        value: (any Sendable)?,
        cost: Int,
        expires: Int64,
        staleUntil: Int64,
        delta: Int64,
        cell: GenerationCell,
        generation: UInt64
    ) {
        self.value = value
        self.cost = cost
        self.expires = expires
        self.staleUntil = staleUntil
        self.delta = delta
        self.cell = cell
        self.generation = generation
    }
}
