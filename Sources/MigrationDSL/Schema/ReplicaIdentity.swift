/// What PostgreSQL tells subscribers of a row before it changed.
public enum ReplicaIdentity: Hashable, Sendable {
    /// Its primary key.
    case `default`
    /// Nothing.
    case nothing
    /// All of it.
    case full
    /// The columns of a unique index.
    case index(String)
}

extension ReplicaIdentity: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch self {
        case .default: text.flag("default", true)
        case .nothing: text.flag("nothing", true)
        case .full: text.flag("full", true)
        case .index(let name): text.string("index", name)
        }
    }
}
