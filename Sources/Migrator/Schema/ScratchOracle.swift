import CacheBridge
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
        // What there is around a text does not depend on which of the texts are known.
        let most = surroundings(nil)
        let texts = questions.map { bounds($0) ?? $0.scratchText }
        let keys = await scratches.memory?.keys(texts, among: most) ?? texts.map { _ in nil }
        let known = await known(keys)
        if !known.isEmpty, known.allSatisfy({ $0 != nil }) {
            found.withLock { $0 = [] }
            return known.compactMap(\.self)
        }
        do {
            let need = ScratchNeed(schemas: schemas, objects: most.count)
            let (findings, refusals) = try await scratches.withRoom(for: need) { room in
                let without = try await surroundings(room.kind).make(room)
                // Elsewhere a text may be answered otherwise than the one that it is compared with.
                let known = room.kind.runsAnySQL ? known : texts.map { _ in nil }
                return try await self.findings(texts, known, room, without)
            }
            found.withLock { $0 = refusals }
            await remember(findings, keys)
            return findings.map { $0.answer }
        } catch let none as NoScratch {
            found.withLock { $0 = none.refusals }
            return []
        }
    }

    // MARK: What is remembered

    private func known(_ keys: [CacheKey?]) async -> [SchemaAnswer?] {
        var answers: [SchemaAnswer?] = []
        for key in keys {
            let answer: SchemaAnswer? = if let key { await scratches.memory?.answer(key) } else { nil }
            answers.append(answer)
        }
        return answers
    }

    private func remember(_ findings: [Finding], _ keys: [CacheKey?]) async {
        let lasting = zip(findings, keys).filter { finding, key in finding.isLasting && key != nil }
        guard let memory = scratches.memory, !lasting.isEmpty, await memory.isSameServer() else { return }
        for (finding, key) in lasting {
            if let key { await memory.remember(finding.answer, key) }
        }
    }

    // MARK: What is asked

    /// An answer, and whether an empty database was asked that would say the same another time.
    private typealias Finding = (answer: SchemaAnswer, isLasting: Bool)

    /// Asks about the texts that nobody knows.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - known: What is known of them.
    ///   - room: Where they are asked.
    ///   - without: What it lies in that something around them is missing.
    /// - Returns: What was found, in the same order.
    /// - Throws: What the room throws.
    private func findings(
        _ texts: [ScratchText?],
        _ known: [SchemaAnswer?],
        _ room: any ScratchRoom,
        _ without: RefusalCause
    ) async throws -> [Finding] {
        // Among objects that are not its own a text may be refused for their sake.
        let isWhole = room.kind.runsAnySQL
        var findings: [Finding] = []
        for (text, known) in zip(texts, known) {
            guard known == nil, let text else {
                findings.append((known ?? .none, false))
                continue
            }
            switch try await room.form(of: text) {
            case .made(let form):
                findings.append((SchemaAnswer(form.text, constant: form.constant), isWhole && without == .text))
            case .refused(let cause):
                let worst = max(cause, without)
                findings.append((isWhole && worst < .moment ? .refusal : .none, isWhole && worst == .text))
            }
        }
        return findings
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
