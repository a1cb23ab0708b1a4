/// What the engine tells of itself.
public enum Engine {
    /// The engine's version, as the journal records it.
    public static let version = "0.1.0"
}
