/// Adds a constraint to a table.
public struct AddConstraint: Sendable {
    /// The table.
    public let table: ObjectName
    /// The constraint; it has a name.
    public let constraint: Constraint
}

extension AddConstraint: OperationDetails {
    package static var tag: String { "addConstraint" }
    package var summary: String { "add constraint \(constraint.name ?? "without a name") to \(table)" }

    package var touched: Touched {
        guard case .foreignKey(let key) = constraint else { return .schema(of: table) }
        return .schema(of: table, key.referencedTable)
    }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let name = constraint.name else {
            throw Irreversible(self, "only a constraint with a name can be dropped")
        }
        return [Operation(DropConstraint(table: table, name: name, definition: constraint, ifExists: false))]
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("constraint", constraint)
    }
}

extension Operations {
    /// Adds a primary key to a table.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
    /// ```
    public func createPrimaryKey(_ name: String, on table: ObjectName, columns: [String]) {
        addConstraint(.primaryKey(PrimaryKey(columns, name: name)), to: table)
    }

    /// Adds a unique constraint to a table.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD CONSTRAINT "uq_agent" UNIQUE ("agent_id")
    /// ```
    public func createUniqueConstraint(
        _ name: String,
        on table: ObjectName,
        columns: [String],
        deferrable: Deferral? = nil
    ) {
        addConstraint(.unique(Unique(columns, name: name, deferrable: deferrable)), to: table)
    }

    /// Adds a check to a table.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD CONSTRAINT "ck_generation" CHECK (generation > 0) NOT VALID
    /// ```
    public func createCheckConstraint(
        _ name: String,
        on table: ObjectName,
        _ expression: SQLText,
        notValid: Bool = false
    ) {
        addConstraint(.check(Check(expression, name: name, notValid: notValid)), to: table)
    }

    /// Adds a foreign key to a table.
    ///
    /// ```sql
    /// ALTER TABLE "traits" ADD CONSTRAINT "traits_agent_id_fkey"
    ///     FOREIGN KEY ("agent_id") REFERENCES "agents" ("id") ON DELETE CASCADE
    /// ```
    public func createForeignKey(
        _ name: String,
        on table: ObjectName,
        columns: [String],
        references referencedTable: ObjectName,
        _ referencedColumns: [String],
        onDelete: ReferentialAction? = nil,
        onUpdate: ReferentialAction? = nil,
        deferrable: Deferral? = nil,
        notValid: Bool = false
    ) {
        let key = ForeignKey(
            columns,
            references: referencedTable,
            referencedColumns,
            onDelete: onDelete,
            onUpdate: onUpdate,
            deferrable: deferrable,
            notValid: notValid,
            name: name
        )
        addConstraint(.foreignKey(key), to: table)
    }

    /// Adds an exclusion constraint to a table; PostgreSQL only.
    ///
    /// ```sql
    /// ALTER TABLE "stays" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist (room WITH =, during WITH &&)
    /// ```
    public func createExcludeConstraint(
        _ name: String,
        on table: ObjectName,
        _ elements: [Exclude.Element],
        using method: String = "gist",
        where predicate: String? = nil,
        deferrable: Deferral? = nil
    ) {
        let exclude = Exclude(elements, using: method, where: predicate, name: name, deferrable: deferrable)
        addConstraint(.exclude(exclude), to: table)
    }

    /// Adds a constraint to a table.
    public func addConstraint(_ constraint: Constraint, to table: ObjectName) {
        record(AddConstraint(table: table, constraint: constraint))
    }
}
