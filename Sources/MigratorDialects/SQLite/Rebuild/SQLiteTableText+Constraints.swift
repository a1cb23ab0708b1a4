import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

// Changes of constraints.
extension SQLiteTableText {
    /// Where a constraint stands.
    enum Place: Equatable {
        case column(Int, clause: Int)
        case table(Int)
    }

    mutating func add(_ constraint: Constraint, of table: ObjectName) throws(MigratorError) {
        let name = constraint.name ?? constraint.derivedName(for: table)
        if let name, let place = place(of: name) {
            // A check without a name answers to another number, once its own is taken.
            let clause = clause(at: place)
            if clause.name != nil || clause.kind != .check { throw problem("already has a constraint \(name)") }
        }
        switch constraint {
        case .primaryKey(let key):
            guard primaryKey.isEmpty else {
                throw problem("already has a primary key, of \(primaryKey.joined(separator: ", "))")
            }
            for column in key.columns {
                let index = try existing(column)
                if !key.allowsNull { setNotNull(at: index) }
            }
        case .unique(let unique): for column in unique.columns { _ = try existing(column) }
        case .foreignKey(let key): for column in key.columns { _ = try existing(column) }
        case .check, .exclude: break
        }
        if case .primaryKey(let key) = constraint, key.columns.count == 1, !key.descending.isEmpty {
            // Beside its column an INTEGER key would be the rowid, whatever its order.
            let text = "c CONSTRAINT \(TableName.quote(name ?? "")) PRIMARY KEY DESC\(dialect.conflict(key.onConflict))"
            let made = try SQLiteTableText(parsing: "CREATE TABLE t (\(text))").columns.first?.clauses ?? []
            columns[try existing(key.columns[0])].clauses += made
            return
        }
        let text = try dialect.constraint(constraint, of: table).text
        constraints += try SQLiteTableText(parsing: "CREATE TABLE t (c, \(text))").constraints
    }

    private func existing(_ column: String) throws(MigratorError) -> Int {
        guard let index = index(of: column) else { throw noColumn(column) }
        return index
    }

    mutating func drop(_ drop: DropConstraint) throws(MigratorError) {
        guard let place = place(of: drop) else {
            if drop.ifExists { return }
            throw noConstraint(name(of: drop))
        }
        if clause(at: place).kind == .primaryKey {
            // As on PostgreSQL the column goes on to refuse null; the rowid that it stood for was never null.
            if let column = rowIDColumn, let index = index(of: column) { setNotNull(at: index) }
        }
        // Where NOT NULL was put before it, a column's clause has moved.
        switch self.place(of: drop) ?? place {
        case .column(let column, let clause): columns[column].clauses.remove(at: clause)
        case .table(let index): constraints.remove(at: index)
        }
    }

    private func name(of drop: DropConstraint) -> String {
        drop.name.isEmpty ? drop.definition?.derivedName(for: drop.table) ?? "" : drop.name
    }

    mutating func rename(_ rename: RenameConstraint) throws(MigratorError) {
        guard let place = place(of: rename.name) else { throw noConstraint(rename.name) }
        if let other = self.place(of: rename.newName), other != place {
            throw problem("already has a constraint \(rename.newName)")
        }
        switch place {
        case .column(let column, let clause):
            columns[column].clauses[clause].writtenName = TableName.quote(rename.newName)
        case .table(let index): constraints[index].writtenName = TableName.quote(rename.newName)
        }
    }

    // MARK: Finding

    func clause(at place: Place) -> Clause {
        switch place {
        case .column(let column, let clause): columns[column].clauses[clause]
        case .table(let index): constraints[index]
        }
    }

    private var places: [Place] {
        var places: [Place] = []
        for (column, definition) in columns.enumerated() {
            for (index, clause) in definition.clauses.enumerated() where clause.kind.isConstraint {
                places.append(.column(column, clause: index))
            }
        }
        return places + constraints.indices.map { .table($0) }
    }

    /// The constraint that is to be dropped.
    ///
    /// The numbers of those without names move when others go, so that one of them is known by what it says first.
    func place(of drop: DropConstraint) -> Place? {
        let name = name(of: drop)
        if let named = place(named: name) { return named }
        if let wanted = drop.definition.flatMap(rule(of:)) {
            let same = places.first { clause(at: $0).name == nil && clause(at: $0).rule.says(the: wanted) }
            if let same { return same }
        }
        return place(of: name)
    }

    /// What a constraint says, as a clause of the table does.
    private func rule(of constraint: Constraint) -> Rule? {
        guard let text = try? dialect.constraint(constraint, of: ObjectName(name)).text else { return nil }
        return (try? SQLiteTableText(parsing: "CREATE TABLE t (c, \(text))"))?.constraints.first?.rule
    }

    private func place(named name: String) -> Place? {
        places.first { clause(at: $0).name.map { SQLiteName.same($0, name) } ?? false }
    }

    /// The constraint of a name; one without answers to that which PostgreSQL would have given it.
    private func place(of name: String) -> Place? {
        place(named: name) ?? derivedNames.first { SQLiteName.same($0.name, name) }?.place
    }

    /// The names of the constraints without any: where one is taken, a number follows, as on PostgreSQL.
    private var derivedNames: [(place: Place, name: String)] {
        var taken = Set(places.compactMap { clause(at: $0).name.map(SQLiteName.folded) })
        var names: [(place: Place, name: String)] = []
        for place in places {
            guard let base = derivedName(of: place) else { continue }
            var (name, number) = (base, 0)
            while !taken.insert(SQLiteName.folded(name)).inserted {
                number += 1
                name = "\(base)\(number)"
            }
            names.append((place, name))
        }
        return names
    }

    private func derivedName(of place: Place) -> String? {
        let clause = clause(at: place)
        guard clause.name == nil else { return nil }
        var columns = clause.columns
        if case .column(let index, _) = place { columns = [self.columns[index].name] }
        if clause.kind == .check, columns.isEmpty {
            let words = SQLiteWords(clause.text)
            let mentioned = self.columns.map(\.name).filter(words.mentions)
            if mentioned.count == 1 { columns = mentioned }
        }
        let joined = ([name] + columns).joined(separator: "_")
        return switch clause.kind {
        case .primaryKey: name + "_pkey"
        case .unique: joined + "_key"
        case .foreignKey: joined + "_fkey"
        case .check: joined + "_check"
        case .notNull, .null, .default, .collate, .generated, .deferral: nil
        }
    }

    private func noConstraint(_ name: String) -> MigratorError {
        let derived = derivedNames
        let names = places.compactMap { place in
            clause(at: place).name ?? derived.first { $0.place == place }?.name
        }
        return problem(
            "has no constraint \(name.isEmpty ? "like the one to drop" : name); it has "
                + (names.isEmpty ? "none" : names.joined(separator: ", "))
        )
    }
}

extension SQLiteTableText.Clause.Kind {
    var isConstraint: Bool {
        switch self {
        case .primaryKey, .unique, .check, .foreignKey, .notNull: true
        case .null, .default, .collate, .generated, .deferral: false
        }
    }
}

extension SQLiteTableText.Clause {
    /// Whether it is a foreign key of a table to itself that points to this column.
    func refers(to column: String, of table: String) -> Bool {
        guard case .foreignKey(let key) = rule, SQLiteName.same(key.table, table) else { return false }
        return key.referencedColumns.contains { SQLiteName.same($0, column) }
    }
}

extension SQLiteTableText.Rule {
    /// Whether both say the same, wherever blanks stand in an expression.
    fileprivate func says(the other: SQLiteTableText.Rule) -> Bool {
        guard case .check(let expression, _) = self, case .check(let wanted, _) = other else { return self == other }
        let texts = [expression, wanted].map { SQLCanonical.text(of: $0, kind: .sqlite, .tokens) }
        return texts[0].isExactly(texts[1])
    }
}
