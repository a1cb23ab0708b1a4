import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem
import Synchronization

/// Asks a scratch what texts of a schema mean; where there is none, it knows nothing.
final class ScratchOracle: SchemaOracle {
    private let scratches: Scratches
    private let dialect: any Dialect
    /// The new schema, whose types, functions and tables the texts may name.
    private let schema: Schema
    private let found = Mutex<[ScratchRefusal]>([])

    init(_ scratches: Scratches, _ dialect: any Dialect, for schema: Schema) {
        self.scratches = scratches
        self.dialect = dialect
        self.schema = schema
    }

    /// Why no scratch could be asked, or no better one than was asked; empty as long as none was refused.
    var refusals: [ScratchRefusal] { found.withLock(\.self) }

    func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer] {
        let withTables = questions.contains { $0.namesTables }
        func surroundings(_ kind: ScratchKind?) -> ScratchSurroundings {
            ScratchSurroundings(schema, dialect, on: kind, withTables: withTables)
        }
        do {
            let need = ScratchNeed(schemas: schemas, objects: surroundings(nil).count)
            let (answers, refusals) = try await scratches.withRoom(for: need) { room in
                try await surroundings(room.kind).make(room)
                return try await self.answers(questions, room)
            }
            found.withLock { $0 = refusals }
            return answers
        } catch let none as NoScratch {
            found.withLock { $0 = none.refusals }
            return []
        }
    }

    private func answers(_ questions: [SchemaQuestion], _ room: any ScratchRoom) async throws -> [SchemaAnswer] {
        var answers: [SchemaAnswer] = []
        for question in questions {
            guard let text = bounds(question) ?? question.scratchText else {
                answers.append(.none)
                continue
            }
            let form = try await room.form(of: text)
            // Among objects that are not its own a text may be refused for their sake.
            let none: SchemaAnswer = room.kind.runsAnySQL ? .refusal : .none
            answers.append(form.map { SchemaAnswer($0.text, constant: $0.constant) } ?? none)
        }
        return answers
    }

    /// The schemas that texts may name, the home schema first.
    private var schemas: [String] {
        let home = dialect.homeSchema
        var seen: Set<ExactText> = [ExactText(home)]
        return [home]
            + schema.objects.compactMap { entry in
                let reference = entry.object.reference
                guard let name = reference.name.schema ?? reference.table?.schema else { return nil }
                return seen.insert(ExactText(name)).inserted ? name : nil
            }
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
