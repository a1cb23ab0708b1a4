/// The revisions that a target was compiled with, as the build plugin lists them.
public struct RevisionRegistry: Sendable {
    /// One compiled revision and where it came from.
    public struct Entry: Sendable {
        /// The revision's type.
        public let type: any Revision.Type
        /// The path of its file, relative to the registry's folder.
        public let file: String
        /// The line that declares it.
        public let line: Int
        /// The revision's message: the first line of its doc comment.
        public let message: String

        /// Creates an entry; the plugin's generated file does.
        public init(_ type: any Revision.Type, file: String, line: Int, message: String) {
            self.type = type
            self.file = file
            self.line = line
            self.message = message
        }
    }

    /// A file that is part of the executable: a payload that is small enough, or a revision in SQL.
    public struct EmbeddedPayload: Sendable {
        /// The file's path, relative to the registry's folder.
        public let path: String
        /// The file's bytes, encoded as ``isBase64`` says.
        public let content: StaticString
        /// Whether ``content`` is base64: so are payloads that are no UTF-8 text.
        public let isBase64: Bool

        /// Creates an embedded payload; the plugin's generated file does.
        public init(path: String, content: StaticString, isBase64: Bool = false) {
            self.path = path
            self.content = content
            self.isBase64 = isBase64
        }
    }

    /// The name of the target.
    public let name: String
    /// The folder of the sources on the machine that built them.
    public let sourceFolder: String
    /// The revisions, in the order of their files' names.
    public let entries: [Entry]
    /// The files that are part of the executable: payloads, and revisions in SQL outside of folders named `payloads`.
    public let payloads: [EmbeddedPayload]

    /// Creates a registry; the plugin's generated file does.
    public init(name: String, sourceFolder: String, entries: [Entry], payloads: [EmbeddedPayload]) {
        self.name = name
        self.sourceFolder = sourceFolder
        self.entries = entries
        self.payloads = payloads
    }
}
