package import MigrationDSL
package import MigratorCore
package import MigratorDialects

/// One direction of a revision, as `lint` looks at it.
package struct LintedRevision: Sendable {
    /// A piece of it.
    package struct Piece: Sendable {
        package var work: Work
        package var location: SourceLocation?
        package var allowances: [Allowance] = []

        package init(_ work: Work, at location: SourceLocation? = nil, allowances: [Allowance] = []) {
            self.work = work
            self.location = location
            self.allowances = allowances
        }
    }

    package enum Work: Sendable {
        /// A statement, as the database gets it.
        case statement(String)
        /// A statement that is committed before the transaction begins.
        case prelude(String)
        /// Changes of a table that the database can only make by writing it anew.
        case rebuild(WorkItem)
        /// Rows that are added to a table or taken from it by their keys.
        case rows(ObjectName)
        /// What cannot be looked into.
        case closed(String)
        /// Nothing: the end of a section.
        case nothing
    }

    package var id: RevisionID?
    package var direction: Direction
    package var isTransaction: Bool
    /// Whether it waits for locks without a limit.
    package var waitsForever = false
    package var location: SourceLocation?
    package var pieces: [Piece]

    package init(
        _ id: RevisionID?,
        _ direction: Direction,
        isTransaction: Bool,
        at location: SourceLocation? = nil,
        _ pieces: [Piece]
    ) {
        self.id = id
        self.direction = direction
        self.isTransaction = isTransaction
        self.location = location
        self.pieces = pieces
    }
}
