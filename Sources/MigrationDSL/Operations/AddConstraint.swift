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

    package func call() -> OperationCall {
        shortCall ?? OperationCall("addConstraint", .constraint(constraint)).with("to", table)
    }

    package var memberCall: OperationCall? {
        OperationCall("addConstraint", .constraint(constraint))
    }

    /// `createPrimaryKey` and its like, which say the most common of each kind.
    private var shortCall: OperationCall? {
        guard let name = constraint.name, constraint.comment == nil else { return nil }
        func call(_ method: String) -> OperationCall { OperationCall(method, .name(name)).with("on", table) }
        switch constraint {
        case .primaryKey(let key):
            guard key == PrimaryKey(key.columns, name: name) else { return nil }
            return call("createPrimaryKey").with("columns", .names(key.columns))
        case .unique(let unique):
            guard unique == Unique(unique.columns, name: name, deferrable: unique.deferrable) else { return nil }
            return call("createUniqueConstraint")
                .with("columns", .names(unique.columns))
                .with("deferrable", unique.deferrable.map { .deferral($0) })
        case .check(let check):
            guard !check.noInherit else { return nil }
            return call("createCheckConstraint")
                .with(nil, .sql(check.expression))
                .flag("notValid", check.isNotValid)
        case .foreignKey(let key):
            guard !key.matchesFull, key.onDeleteColumns.isEmpty else { return nil }
            return call("createForeignKey")
                .with("columns", .names(key.columns))
                .with("references", key.referencedTable)
                .with(nil, .names(key.referencedColumns))
                .with("onDelete", key.onDelete.map { .word(".\($0)") })
                .with("onUpdate", key.onUpdate.map { .word(".\($0)") })
                .with("deferrable", key.deferrable.map { .deferral($0) })
                .flag("notValid", key.isNotValid)
        case .exclude(let exclude):
            guard exclude.include.isEmpty else { return nil }
            let elements = exclude.elements.map { element in
                CallValue.call(
                    ".init",
                    [.init(nil, .text(element.expression)), .init("with", .name(element.comparison))]
                )
            }
            return call("createExcludeConstraint")
                .with(nil, .list(elements))
                .with("using", exclude.method == "gist" ? nil : .name(exclude.method))
                .with("where", exclude.predicate.map { .text($0) })
                .with("deferrable", exclude.deferrable.map { .deferral($0) })
        }
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
    @discardableResult
    public func createPrimaryKey(_ name: String, on table: ObjectName, columns: [String]) -> RecordedOperation {
        addConstraint(.primaryKey(PrimaryKey(columns, name: name)), to: table)
    }

    /// Adds a unique constraint to a table.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD CONSTRAINT "uq_agent" UNIQUE ("agent_id")
    /// ```
    @discardableResult
    public func createUniqueConstraint(
        _ name: String,
        on table: ObjectName,
        columns: [String],
        deferrable: Deferral? = nil
    ) -> RecordedOperation {
        addConstraint(.unique(Unique(columns, name: name, deferrable: deferrable)), to: table)
    }

    /// Adds a check to a table.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD CONSTRAINT "ck_generation" CHECK (generation > 0) NOT VALID
    /// ```
    @discardableResult
    public func createCheckConstraint(
        _ name: String,
        on table: ObjectName,
        _ expression: SQLText,
        notValid: Bool = false
    ) -> RecordedOperation {
        addConstraint(.check(Check(expression, name: name, notValid: notValid)), to: table)
    }

    /// Adds a foreign key to a table.
    ///
    /// ```sql
    /// ALTER TABLE "traits" ADD CONSTRAINT "traits_agent_id_fkey"
    ///     FOREIGN KEY ("agent_id") REFERENCES "agents" ("id") ON DELETE CASCADE
    /// ```
    @discardableResult
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
    ) -> RecordedOperation {
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
        return addConstraint(.foreignKey(key), to: table)
    }

    /// Adds an exclusion constraint to a table; PostgreSQL only.
    ///
    /// ```sql
    /// ALTER TABLE "stays" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist (room WITH =, during WITH &&)
    /// ```
    @discardableResult
    public func createExcludeConstraint(
        _ name: String,
        on table: ObjectName,
        _ elements: [Exclude.Element],
        using method: String = "gist",
        where predicate: String? = nil,
        deferrable: Deferral? = nil
    ) -> RecordedOperation {
        let exclude = Exclude(elements, using: method, where: predicate, name: name, deferrable: deferrable)
        return addConstraint(.exclude(exclude), to: table)
    }

    /// Adds a constraint to a table.
    @discardableResult
    public func addConstraint(_ constraint: Constraint, to table: ObjectName) -> RecordedOperation {
        record(AddConstraint(table: table, constraint: constraint))
    }
}
