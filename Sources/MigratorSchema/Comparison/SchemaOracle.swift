package import MigrationDSL
import MigratorSystem

/// A server that says what a text means, as by making it on a scratch and reading it back.
package protocol SchemaOracle: Sendable {
    /// The server's own form of each text, in the order of the questions.
    ///
    /// A comparison asks once, with all that it needs; both texts of a pair are asked over the same columns. Two texts
    /// mean the same if their forms are equal, which are to be read back until they stay as they are: one reading is
    /// not always enough.
    ///
    /// - Returns: An answer for each question; ``SchemaAnswer/none``, or fewer answers, where the server cannot tell.
    func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer]
}

/// An oracle that knows nothing, for a comparison without a server.
package struct NoOracle: SchemaOracle {
    /// Creates it.
    package init() {}

    package func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer] { [] }
}

/// A text that a server is asked about.
package struct SchemaQuestion: Hashable, Sendable {
    /// What a text is.
    package enum Kind: String, Hashable, Sendable {
        /// A condition over a table's rows, of a check, an index or a policy.
        case condition
        /// An expression over a table's rows, of an index or a generated column.
        case expression
        /// A default, of ``SchemaQuestion/type``.
        case `default`
        /// A condition over VALUE, of a domain of ``SchemaQuestion/type``.
        case domainCheck
        /// An element of an exclusion constraint.
        case element
        /// A query, and the names of the columns of its view as ``SchemaQuestion/columnNames``.
        case query
        /// A statement that makes a function, a trigger or another object, whole.
        case statement
        /// A partition key, or the bounds of a partition.
        case partition
    }

    /// A column that a text stands over.
    package struct ColumnShape: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// Its type.
        package let type: ColumnType
        /// Its collation.
        package let collation: SQLText?
    }

    /// What the text is.
    package let kind: Kind
    /// The object that the text is of.
    package let object: ObjectReference
    /// The text.
    package let text: String
    /// The columns of the table that it stands over, as they are in the new schema.
    package let columns: [ColumnShape]
    /// The type that it is made of.
    package let type: ColumnType?
    /// The names that a view gives its columns.
    package let columnNames: [String]

    init(
        _ kind: Kind,
        _ object: ObjectReference,
        _ text: String,
        over columns: [ColumnShape] = [],
        type: ColumnType? = nil,
        columnNames: [String] = []
    ) {
        self.kind = kind
        self.object = object
        self.text = text
        self.columns = columns
        self.type = type
        self.columnNames = columnNames
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.object == right.object && left.text.isExactly(right.text)
            && left.columns == right.columns && left.type == right.type
            && left.columnNames.isExactly(right.columnNames)
    }
}

/// What a server says of a text.
package struct SchemaAnswer: Hashable, Sendable {
    /// Its own form of the text; `nil` if it cannot tell.
    package let form: String?
    /// The value of a default that no row and no time changes, as the server prints it once it has the column's type.
    package let constant: String?
    /// Whether the server was asked and refuses the text over what the new schema has.
    package let isRefusal: Bool

    /// Nothing.
    package static let none = SchemaAnswer(nil)

    /// The text cannot stand where the new schema has it.
    package static let refusal = SchemaAnswer(nil, isRefusal: true)

    /// Creates an answer.
    package init(_ form: String?, constant: String? = nil) {
        self.init(form, constant: constant, isRefusal: false)
    }

    private init(_ form: String?, constant: String? = nil, isRefusal: Bool) {
        self.form = form
        self.constant = constant
        self.isRefusal = isRefusal
    }
}
