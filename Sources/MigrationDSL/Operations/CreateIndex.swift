/// Makes an index.
public struct CreateIndex: Sendable {
    /// The index to make.
    public let index: Index
    /// Whether writers go on meanwhile; PostgreSQL only, and only in a revision that is not transactional.
    public let concurrently: Bool
    /// Whether an index of this name that is there already is left as it is.
    public let ifNotExists: Bool
}

extension CreateIndex: OperationDetails {
    package static var tag: String { "createIndex" }
    package var summary: String { "create index \(index.name)" }
    package var touched: Touched { .schema(of: index.table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard !ifNotExists else {
            throw Irreversible(self, "with ifNotExists it may have found the index there; drop it in a downgrade")
        }
        let drop = DropIndex(
            name: index.name,
            table: index.table,
            definition: index,
            concurrently: concurrently,
            ifExists: false
        )
        return [Operation(drop)]
    }

    package func call() -> OperationCall {
        OperationCall("createIndex", .parts(.index(index)))
            .flag("concurrently", concurrently)
            .flag("ifNotExists", ifNotExists)
    }

    package func spell(into text: inout CanonicalText) {
        index.spell(into: &text)
        text.flag("concurrently", concurrently)
        text.flag("ifNotExists", ifNotExists)
    }
}

extension Operations {
    /// Makes an index.
    ///
    /// ```sql
    /// CREATE UNIQUE INDEX "ix_agents_agent_id" ON "agents" ("agent_id")
    /// ```
    @discardableResult
    public func createIndex(
        _ name: String,
        on table: ObjectName,
        columns: [IndexColumn],
        unique: Bool = false,
        where predicate: SQLText? = nil,
        include: [String] = [],
        using method: String? = nil,
        nullsNotDistinct: Bool = false,
        storage: [String: String] = [:],
        concurrently: Bool = false,
        ifNotExists: Bool = false
    ) -> RecordedOperation {
        let index = Index(
            name,
            on: table,
            columns: columns,
            unique: unique,
            where: predicate,
            include: include,
            using: method,
            nullsNotDistinct: nullsNotDistinct,
            storage: storage
        )
        return createIndex(index, concurrently: concurrently, ifNotExists: ifNotExists)
    }

    /// Makes an index of a definition.
    @discardableResult
    public func createIndex(_ index: Index, concurrently: Bool = false, ifNotExists: Bool = false) -> RecordedOperation
    {
        record(CreateIndex(index: index, concurrently: concurrently, ifNotExists: ifNotExists))
    }
}
