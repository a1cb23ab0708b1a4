import MigrationDSL

/// The names that a new revision is given.
enum RevisionName {
    /// How long the part of a file's name is that comes from the message.
    static let longestSlug = 40

    /// Twelve hexadecimal digits at random.
    static func newID(unlike taken: (RevisionID) -> Bool) -> RevisionID {
        while true {
            let digits = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
            let id = RevisionID(String(repeating: "0", count: 12 - digits.count) + digits)
            // A target such as 1234 must not look like a number of steps.
            if !taken(id), id.rawValue.contains(where: \.isLetter) { return id }
        }
    }

    /// The message on one line, without control characters.
    static func message(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Character in
            TerminalText.isControl(scalar) ? " " : Character(scalar)
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    /// The words of a message: runs of letters and digits.
    private static func words(_ message: String) -> [Substring] {
        message.split { !($0.isLetter || $0.isNumber) }
    }

    /// `add_spirit_titles`, cut between words; empty if the message has no letters.
    static func slug(_ message: String) -> String {
        var slug = ""
        for word in words(message) {
            let longer = (slug.isEmpty ? "" : slug + "_") + word.lowercased()
            guard longer.count <= longestSlug else {
                if slug.isEmpty { slug = String(longer.prefix(longestSlug)) }
                break
            }
            slug = longer
        }
        return slug
    }

    /// The name of the file, such as `9f94d908afb9_add_spirit_titles.swift`.
    static func fileName(_ id: RevisionID, _ message: String, _ language: RevisionLanguage) -> String {
        let slug = slug(message)
        return "\(id)\(slug.isEmpty ? "" : "_")\(slug).\(language.rawValue)"
    }

    /// `AddSpiritTitles`: a type's name in ASCII, neither taken nor one of the DSL's.
    static func typeName(_ message: String, _ id: RevisionID, taken: Set<String>) -> String {
        var name = slug(message).split(separator: "_").map { word in
            let letters = word.filter(\.isASCII)
            return letters.prefix(1).uppercased() + letters.dropFirst()
        }.joined()
        if name.isEmpty || name.first?.isNumber == true { name = "Revision" + name }
        if dslNames.contains(name) { name += "Revision" }
        guard taken.contains(name) else { return name }
        return "\(name)_\(id.rawValue.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })"
    }

    /// Names of the DSL that a revision of the same name would hide from its whole target.
    private static let dslNames: Set<String> = [
        "AddColumn", "AddConstraint", "AddEnumValue", "AlterColumn", "AlterCompositeType", "AlterConstraint",
        "AlterDomain", "AlterIndex", "AlterPolicy", "AlterSequence", "AlterTable", "AlterView", "Array",
        "AttributeChange", "BulkInsert", "Check", "Column", "ColumnChange", "ColumnName", "ColumnType", "CommentOn",
        "CommentOnObject", "CompositeType", "ConflictResolution", "Constraint", "CreateCompositeType", "CreateDomain",
        "CreateEnum", "CreateExtension", "CreateFunction", "CreateIndex", "CreateOpaque", "CreatePolicy",
        "CreateSchema", "CreateSequence", "CreateTable", "CreateTrigger", "CreateView", "CreateVirtualTable",
        "DeclarationProblem", "DeclaredObject", "DeclaredSchema", "DefaultValue", "Deferral", "DeleteRows",
        "Dictionary", "Domain", "DropColumn", "DropCompositeType", "DropConstraint", "DropDomain", "DropEnum",
        "DropExtension", "DropFunction", "DropIndex", "DropOpaque", "DropPolicy", "DropSchema", "DropSequence",
        "DropTable", "DropTrigger", "DropView", "DropVirtualTable", "EnumType", "Exclude", "ExecuteSQL", "Extension",
        "Field", "ForeignKey", "Function", "Index", "IndexColumn", "IntervalFields", "IrreversibleRevision",
        "MigrationDSL", "NumberSequence", "ObjectKind", "ObjectName", "ObjectReference", "Opaque", "Operation",
        "Operations", "Partition", "Payload", "Perform", "Policy", "Predicate", "PrimaryKey", "RemoveRows",
        "RenameColumn", "RenameConstraint", "RenameEnumValue", "RenameIndex", "RenameObject", "RenameTable",
        "ReplicaIdentity", "ReversibleRevision", "Revision", "RevisionConnection", "RevisionID", "RevisionRegistry",
        "Row", "RowSecurity", "SQLText", "SchemaBuilder", "SchemaName", "SchemaObject", "SchemaPart", "SequenceChange",
        "SequenceOptions", "SetTableOptions", "SetTriggerState", "SourceLocation", "String", "Table", "TableBuilder",
        "TableOptionsChange", "Trigger", "TriggerState", "Type", "Unique", "UpdateRows", "ValidateConstraint", "Value",
        "View", "ViewOptions", "VirtualTable",
    ]
}
