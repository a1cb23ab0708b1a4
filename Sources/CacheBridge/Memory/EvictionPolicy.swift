/// Which entry leaves the memory tier when there is no room.
public enum EvictionPolicy: String, Sendable, CaseIterable {
    /// The one that was not used for longest.
    case lru
    /// The one that was used least often.
    case lfu
    /// W-TinyLFU: newcomers prove in a small window that they are used more often than who would leave for them.
    case tinyLFU = "tinylfu"
}
