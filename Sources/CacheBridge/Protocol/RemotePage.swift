/// Some of the names of a store, and where to go on.
public struct RemotePage: Sendable {
    /// A string that lies in the store.
    public struct Entry: Sendable {
        /// The name of the entry in the store.
        public let name: String
        /// How many bytes it has.
        public let bytes: Int
        /// How long it still lies there; `nil` if it has no end.
        public let remaining: Duration?
        /// The first bytes of the value.
        public let head: [UInt8]

        /// Creates an entry.
        public init(name: String, bytes: Int, remaining: Duration?, head: [UInt8]) {
            self.name = name
            self.bytes = bytes
            self.remaining = remaining
            self.head = head
        }
    }

    /// The position where a page ended, in the store's own form.
    public struct Cursor: Sendable, Hashable {
        /// The store's own text.
        public let text: String

        /// Creates a cursor.
        public init(_ text: String) {
            self.text = text
        }
    }

    /// The entries that were found.
    public let entries: [Entry]
    /// The position where the next page begins; `nil` if this was the last.
    public let next: Cursor?

    /// Creates a page.
    public init(entries: [Entry], next: Cursor?) {
        self.entries = entries
        self.next = next
    }
}

/// The growth of the counters that a store keeps under one name.
public struct CounterGrowth: Sendable, Hashable {
    /// The name in the store.
    public let name: String
    /// The growth of each counter, by its name.
    public let counters: [String: Int]

    /// Creates a growth.
    public init(name: String, counters: [String: Int]) {
        self.name = name
        self.counters = counters
    }
}
