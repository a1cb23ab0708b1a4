/// Some of the names of a store, and where to go on.
public struct RemotePage: Sendable {
    /// A string that lies in the store.
    public struct Entry: Sendable {
        /// Where it lies.
        public let name: String
        /// How many bytes it has.
        public let bytes: Int
        /// How long it still lies there; `nil` if it has no end.
        public let remaining: Duration?
        /// What it begins with.
        public let head: [UInt8]

        /// Creates an entry.
        public init(name: String, bytes: Int, remaining: Duration?, head: [UInt8]) {
            self.name = name
            self.bytes = bytes
            self.remaining = remaining
            self.head = head
        }
    }

    /// Where a page ended: what the store made of it.
    public struct Cursor: Sendable, Hashable {
        /// The store's own text.
        public let text: String

        /// Creates a cursor.
        public init(_ text: String) {
            self.text = text
        }
    }

    /// What was found.
    public let entries: [Entry]
    /// Where the next page begins; `nil` if this was the last.
    public let next: Cursor?

    /// Creates a page.
    public init(entries: [Entry], next: Cursor?) {
        self.entries = entries
        self.next = next
    }
}

/// By how much counters grew that lie under one name.
public struct CounterGrowth: Sendable, Hashable {
    /// Where they lie.
    public let name: String
    /// By how much each grew.
    public let counters: [String: Int]

    /// Creates a growth.
    public init(name: String, counters: [String: Int]) {
        self.name = name
        self.counters = counters
    }
}
