import MigrationDSL

/// What the texts of an object stand over, as it is in the new schema: a server is asked about both sides' texts there.
struct QuestionScope {
    let object: ObjectReference
    let columns: [SchemaQuestion.ColumnShape]
    let type: ColumnType?

    init(_ table: Table) {
        object = .table(table.name)
        columns = table.columns.map {
            SchemaQuestion.ColumnShape(name: $0.name, type: $0.type, collation: $0.collation)
        }
        type = nil
    }

    init(_ object: ObjectReference, type: ColumnType? = nil, over table: Table? = nil) {
        self.object = object
        columns = table.map { QuestionScope($0).columns } ?? []
        self.type = type
    }

    func question(_ kind: SchemaQuestion.Kind, _ text: String, names: [String] = []) -> SchemaQuestion {
        SchemaQuestion(kind, object, text, over: columns, type: type, columnNames: names)
    }
}
