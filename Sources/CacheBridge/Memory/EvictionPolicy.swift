/// The rule that chooses the entry to drop when the memory tier is full.
public enum EvictionPolicy: String, Sendable, CaseIterable {
    /// The one that was not used for longest.
    case lru
    /// The one that was used least often.
    case lfu
    /// W-TinyLFU: a new entry must prove in a small window that it is used more often than the entry it would replace.
    case tinyLFU = "tinylfu"
}
