import Migrator

/// The settings of verbs that read schemas.
struct SchemaSettings: Hashable, Sendable {
    /// The keys of a settings file.
    static let keys = ["model", "ignore", "scratch"]

    /// A `.sql` file or a folder of such that says what the schema is to be, instead of the compiled model.
    var model: String?
    /// Patterns of objects that are left alone unless the model has them.
    var ignore: [String] = []
    /// The URL of a server on which empty databases may be made.
    var scratch: String?

    /// Nothing is said.
    init() {}

    /// Gathers the settings; the environment beats the file.
    ///
    /// - Throws: `invalidSetting` if two variables that mean the same differ.
    init(_ environment: (String) -> String?, _ file: SettingsFile) throws(MigratorError) {
        model = (file["model"]?.value).map { file.folder.appending(path: $0) }
        ignore = file["ignore"].map { Self.list($0.value) } ?? []
        let named = try Naming.value(of: .scratch, in: environment)
        scratch = named ?? file["scratch"]?.value
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").compactMap { part in
            let trimmed = part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            return trimmed.isEmpty ? nil : String(trimmed)
        }
    }
}
