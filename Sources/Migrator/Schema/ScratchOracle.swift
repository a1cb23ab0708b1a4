import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// Asks an empty database what texts of a schema mean; where there is none, it knows nothing.
struct ScratchOracle: SchemaOracle {
    private let scratches: Scratches
    private let dialect: any Dialect
    /// The new schema, whose types, functions and tables the texts may name.
    private let schema: Schema

    init(_ scratches: Scratches, _ dialect: any Dialect, for schema: Schema) {
        self.scratches = scratches
        self.dialect = dialect
        self.schema = schema
    }

    func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer] {
        do {
            return try await scratches.withScratch { connect in
                let connection = try await connect()
                do {
                    let answers = try await answers(questions, connection)
                    await connection.close()
                    return answers
                } catch {
                    await connection.close()
                    throw error
                }
            }
        } catch is NoScratch {
            return []
        }
    }

    private func answers(
        _ questions: [SchemaQuestion],
        _ connection: any DatabaseConnection
    ) async throws -> [SchemaAnswer] {
        let surroundings = ScratchSurroundings(schema, dialect, withTables: questions.contains { $0.namesTables })
        try await surroundings.make(connection)
        var answers: [SchemaAnswer] = []
        for question in questions {
            guard let text = bounds(question) ?? question.scratchText,
                let form = try await dialect.form(of: text, connection)
            else {
                answers.append(.none)
                continue
            }
            answers.append(SchemaAnswer(form.text, constant: form.constant))
        }
        return answers
    }
}

extension ScratchOracle {
    /// A question about the bounds of a partition, which stand over the table that it is of.
    private func bounds(_ question: SchemaQuestion) -> ScratchText? {
        guard question.kind == .partition, !question.text.isPartitionKey, let partition = table(question.object.name),
            let parent = partition.partition.flatMap({ table($0.parent) }), let key = parent.partitionKey
        else { return nil }
        let columns = parent.columns.map { Column($0.name, $0.type) }
        return ScratchText(.bounds(key: key), question.text, over: Table(parent.name) { columns })
    }

    private func table(_ name: ObjectName) -> Table? {
        func text(_ name: ObjectName) -> String {
            dialect.comparedName("\(name.schema ?? dialect.homeSchema).\(name.name)")
        }
        for case .table(let table) in schema.objects.lazy.map(\.object) where text(table.name).isExactly(text(name)) {
            return table
        }
        return nil
    }
}

extension String {
    /// Whether the text of a partition is its key, such as `RANGE (day)`, and not its bounds.
    fileprivate var isPartitionKey: Bool {
        let text = uppercased()
        return !text.hasPrefix("FOR ") && !text.hasPrefix("DEFAULT")
    }
}

extension SchemaQuestion {
    /// Whether the text may name other tables than its own.
    fileprivate var namesTables: Bool {
        switch kind {
        case .query, .statement: true
        case .condition: isOfPolicy
        case .expression, .default, .domainCheck, .element, .partition: false
        }
    }

    private var isOfPolicy: Bool {
        if case .policy = object.kind { true } else { false }
    }

    /// The question as a dialect takes it; `nil` for one that needs a type and has none.
    fileprivate var scratchText: ScratchText? {
        let kind: ScratchText.Kind
        switch self.kind {
        case .condition: kind = isOfPolicy ? .policy : .condition
        case .expression, .element: kind = .expression
        case .default:
            guard let type else { return nil }
            kind = .value(type)
        case .domainCheck:
            guard let type else { return nil }
            kind = .domainCheck(type)
        case .query: kind = .query(columnNames)
        case .statement: kind = .statement(object)
        case .partition: kind = .partitionKey
        }
        let columns = columns.map { shape in
            let column = Column(shape.name, shape.type)
            return shape.collation.map { column.collate($0) } ?? column
        }
        return ScratchText(kind, text, over: Table(object.table ?? object.name) { columns })
    }
}

/// The objects of a schema that texts may name, made on an empty database: types and functions, and where texts name
/// tables those with their columns alone, and views.
///
/// What cannot be made is left out: a text that needs it is then refused.
struct ScratchSurroundings {
    private let schema: Schema
    private let dialect: any Dialect
    private let withTables: Bool

    init(_ schema: Schema, _ dialect: any Dialect, withTables: Bool) {
        self.schema = schema
        self.dialect = dialect
        self.withTables = withTables
    }

    func make(_ connection: any DatabaseConnection) async throws {
        // A function may name what comes after it.
        if let setting = dialect.functionsAheadOfTables { try await connection.execute(setting) }
        var left = objects.compactMap(statements)
        // What needs something that comes later is made in the next round.
        while !left.isEmpty {
            var refused: [[String]] = []
            for statements in left where !(try await isMade(statements, connection)) { refused.append(statements) }
            if refused.count == left.count { break }
            left = refused
        }
    }

    private func isMade(_ statements: [String], _ connection: any DatabaseConnection) async throws -> Bool {
        do throws(DatabaseFailure) {
            for sql in statements { try await connection.execute(sql) }
            return true
        } catch {
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            return false
        }
    }

    private var objects: [SchemaObject] {
        schema.objects.flatMap { entry -> [SchemaObject] in
            switch entry.object {
            case .schema, .extension, .enumeration, .domain, .compositeType, .function: [entry.object]
            case .table(let table) where withTables:
                [.table(Table(table.name) { table.columns.map { Column($0.name, $0.type) } })]
            case .table(let table): table.columns.compactMap(\.type.broughtEnum).map { .enumeration($0) }
            case .view, .virtualTable, .sequence: withTables ? [entry.object.withoutOwner] : []
            case .index, .trigger, .policy, .opaque: []
            }
        }
    }

    private func statements(_ object: SchemaObject) -> [String]? {
        let op = Operations()
        object.record(op, homeSchema: dialect.homeSchema)
        let items = try? op.recorded.flatMap { operation throws(MigratorError) in try dialect.render(operation) }
        return items?.compactMap { item in
            guard case .statement(let sql) = item else { return nil }
            return sql.text
        }
    }
}

extension SchemaObject {
    /// A sequence that belongs to no column; every other object as it is.
    fileprivate var withoutOwner: SchemaObject {
        guard case .sequence(let sequence) = self else { return self }
        return .sequence(NumberSequence(sequence.name, type: sequence.type))
    }
}
