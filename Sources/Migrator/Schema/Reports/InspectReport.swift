package import MigratorCatalogue
public import MigratorCore
import MigratorDialects
import MigratorSchema

/// A schema that was read.
public struct InspectReport: Sendable {
    /// The source that it is of, as it is written.
    public let source: String
    /// What is there and cannot be read or written.
    public let unsupported: [UnsupportedObject]
    /// The schema.
    package let schema: Schema
    let dialect: any Dialect

    init(_ source: SchemaSource, _ schema: Schema, _ dialect: any Dialect) {
        self.source = source.description
        self.schema = schema
        self.dialect = dialect
        unsupported = schema.unsupported.map(UnsupportedObject.init)
    }

    /// How a schema is written.
    public enum Format: Hashable, Sendable {
        /// Statements that make it on an empty database.
        case sql
        /// Swift that declares it, as a member of `DeclaredSchema`.
        case swift(named: String)
        /// A JSON object.
        case json
        /// A picture.
        case picture(PictureFormat)
    }

    /// The schema as text; the same schema always gives the same.
    ///
    /// - Throws: `MigratorError` for an object that the database cannot have.
    public func text(_ format: Format) throws(MigratorError) -> String {
        let text = SchemaText(schema, dialect)
        switch format {
        case .sql: return try text.sql()
        case .swift(let name): return SchemaText(schema.withForeignDefaultsAsSQL(dialect), dialect).swift(named: name)
        case .json: return text.json()
        case .picture(let format): return self.text(format)
        }
    }
}

/// An object that is there and cannot be read, compared or written.
public struct UnsupportedObject: Hashable, Sendable {
    /// Its name, with its schema.
    public let object: String
    /// What it is, such as `foreign table`.
    public let kind: String
    /// Why it is left alone.
    public let why: String

    package init(_ unsupported: Schema.Unsupported) {
        object = unsupported.object
        kind = unsupported.kind
        why = unsupported.why
    }
}
