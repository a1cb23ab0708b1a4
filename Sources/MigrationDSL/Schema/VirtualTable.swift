/// The definition of a table that a module of SQLite keeps, such as a full-text index; SQLite only.
///
/// ```swift
/// VirtualTable("notes_fts", using: "fts5", ["body", "content='notes'"])
/// ```
public struct VirtualTable: Hashable, Sendable {
    /// The table's name.
    public let name: ObjectName
    /// The module that keeps it.
    public let module: String
    /// What the module is told, as SQL writes it.
    public let arguments: [String]

    /// Creates a definition.
    public init(_ name: ObjectName, using module: String, _ arguments: [String] = []) {
        self.name = name
        self.module = module
        self.arguments = arguments
    }
}

extension VirtualTable: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.string("module", module)
        text.strings("arguments", arguments)
    }
}
