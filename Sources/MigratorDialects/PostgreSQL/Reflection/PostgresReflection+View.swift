import MigrationDSL
import MigratorDatabase

extension PostgresReflection {
    func add(view relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        let isMaterialized = relation.kind == .materializedView
        var view = View(
            relation.name,
            as: SQLText(query(relation.query ?? "")),
            materialized: isMaterialized,
            withData: relation.isPopulated,
            options: isMaterialized ? ViewOptions() : options(relation, &draft)
        )
        if isMaterialized { view = view.storage(relation.options) }
        draft.add(view.comment(comments[relation.object]), as: relation.object, rights: relation.rights)
        draft.attach(PostgresObject(.type, relation.rowType), to: relation.object)
        attachParts(of: relation, to: &draft)
        for column in columns[relation.number] {
            guard let expression = column.expression else { continue }
            let action = "ALTER VIEW \(relation.quotedName) ALTER COLUMN \(TableName.quote(column.name))"
            draft.add(
                Opaque(
                    "default of column",
                    ObjectName(column.name),
                    SQLText("\(action) SET DEFAULT \(expression)"),
                    on: relation.name,
                    drop: SQLText("\(action) DROP DEFAULT")
                ),
                as: column.defaultNumber.map { PostgresObject(.columnDefault, $0) },
                needs: [relation.object]
            )
        }
        addComments(onColumnsOf: relation, to: &draft)
    }

    /// The comments on columns of what has no values for its columns.
    func addComments(onColumnsOf relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        for column in columns[relation.number] {
            guard let comment = comments[.relation, relation.number, column.position] else { continue }
            let action = "COMMENT ON COLUMN \(relation.quotedName).\(TableName.quote(column.name)) IS"
            draft.add(
                Opaque(
                    "comment on column",
                    ObjectName(column.name),
                    SQLText("\(action) \(PostgresServerText.quoted(comment))"),
                    on: relation.name,
                    drop: SQLText("\(action) NULL")
                ),
                as: nil,
                needs: [relation.object]
            )
        }
    }

    /// The query without the space before it and the semicolon behind it.
    private func query(_ text: String) -> String {
        let text = text.drop { $0 == " " }
        return String(text.hasSuffix(";") ? text.dropLast() : text)
    }

    private func options(_ relation: PostgresRelation, _ draft: inout PostgresSchemaDraft) -> ViewOptions {
        let options = relation.options
        let known = ["security_barrier", "security_invoker", "check_option"]
        for name in options.keys.sorted() where !known.contains(name) {
            draft.leave("\(relation.schema).\(relation.name.name)", "view option", "it is given without \(name)")
        }
        func isOn(_ name: String) -> Bool {
            ["true", "on", "yes", "1", "t", "y"].contains(options[name]?.lowercased() ?? "")
        }
        return ViewOptions(
            securityBarrier: isOn("security_barrier"),
            securityInvoker: isOn("security_invoker"),
            check: options["check_option"].flatMap { ViewOptions.CheckOption(rawValue: $0.lowercased()) }
        )
    }
}
