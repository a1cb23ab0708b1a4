/// What another target knows of a database, brought by the kind itself where this package does not know it.
///
/// A target refines it by a protocol of the questions that it asks, and looks among the kind's rooms for an answer.
package protocol DatabaseRoom: Sendable {}

extension DatabaseKind {
    /// The room of this type that the kind brings, if it brings one: `room((any OutboxDialect).self)`.
    package func room<Room>(_ type: Room.Type) -> Room? {
        rooms.lazy.compactMap { $0 as? Room }.first
    }

    /// What is thrown where a target neither knows the database nor finds a room for it.
    package func lacks(_ what: String) -> DatabaseFailure {
        DatabaseFailure(.unsupported, "\(title) has no \(what) here; its kind must bring one")
    }
}
