import MigrationDSL
import MigratorTestSupport

// Changes of views, types and what else databases hold.
extension SchemaChanger {
    mutating func addView() -> String? {
        guard let index = tableIndex(), let table = table(index) else { return nil }
        let name = generator.objectName("v")
        _ = take("\(name)")
        let columns = table.columns.prefix(2).map { quoted($0.name) }.joined(separator: ", ")
        objects.append(.view(View(name, as: SQLText("SELECT \(columns) FROM \(quoted(table.name))"))))
        return "add view \(name)"
    }

    mutating func dropView() -> String? {
        guard let (position, view) = view(), !isMentioned(view.name.name), take("\(view.name)") else { return nil }
        objects.remove(at: position)
        objects.removeAll { $0.tableOf == view.name }
        return "drop view \(view.name)"
    }

    mutating func changeView() -> String? {
        guard let (position, view) = view(), view.columns.isEmpty, !isMentioned(view.name.name),
            let text = view.query.postgres ?? view.query.sqlite, !text.contains("--"), take("\(view.name)")
        else { return nil }
        var changed = View(
            view.name,
            as: SQLText(chance(50) ? "\(text) WHERE 1 = 1" : "SELECT *, 1 AS one FROM (\(text)) AS q"),
            materialized: view.isMaterialized,
            withData: view.hasData,
            options: view.options.check == nil ? view.options : ViewOptions()
        )
        changed = changed.storage(view.storage)
        objects[position] = .view(view.comment.map { changed.comment($0) } ?? changed)
        return "change view \(view.name)"
    }

    mutating func changeTrigger() -> String? {
        let position = index { if case .trigger = $0 { true } else { false } }
        guard let position, case .trigger(let trigger) = objects[position], take(trigger.name) else { return nil }
        let text = trigger.definition.postgres ?? trigger.definition.sqlite ?? ""
        let event = generator.isPostgres ? "UPDATE" : "INSERT"
        let isAfter = text.contains("AFTER \(event)")
        let changed = text.replacing(
            "\(isAfter ? "AFTER" : "BEFORE") \(event)",
            with: "\(isAfter ? "BEFORE" : "AFTER") \(event)"
        )
        objects[position] = .trigger(Trigger(trigger.name, on: trigger.table, SQLText(changed), state: trigger.state))
        return "change trigger \(trigger.name)"
    }

    // MARK: PostgreSQL

    mutating func changeComment() -> String? {
        guard let index = tableIndex(), let table = table(index), let column = table.columns.last,
            take("comment on \(table.name)")
        else { return nil }
        let comment = chance(50) ? generator.text() + "!" : nil
        change(column, of: table.changed(comment: .some(comment)), at: index) { $0.comment = comment }
        return "comment on \(table.name) and \(column.name)"
    }

    mutating func addEnumValue() -> String? {
        guard let (position, type) = enumeration(), take("\(type.name)") else { return nil }
        var values = type.values
        values.insert(generator.name("new"), at: Int.random(in: 0...values.count, using: &generator.random))
        set(EnumType(type.name, values), at: position, type)
        isOneWay = true
        return "add a value to enum \(type.name)"
    }

    mutating func removeEnumValue() -> String? {
        guard let (position, type) = enumeration(), type.values.count > 2, take("\(type.name)") else { return nil }
        set(EnumType(type.name, Array(type.values.dropLast())), at: position, type)
        return "remove a value from enum \(type.name)"
    }

    mutating func changeDomain() -> String? {
        let position = index { if case .domain = $0 { true } else { false } }
        guard let position, case .domain(let domain) = objects[position], take("\(domain.name)") else { return nil }
        objects[position] = .domain(
            Domain(
                domain.name,
                domain.type,
                default: chance(50) ? 7 : nil,
                nullable: true,
                checks: [Check("VALUE BETWEEN 0 AND 200", name: generator.name("range"))]
            )
        )
        return "change domain \(domain.name)"
    }

    mutating func changeSequence() -> String? {
        let position = index { object in
            guard case .sequence(let sequence) = object else { return false }
            return sequence.owner == nil
        }
        guard let position, case .sequence(let sequence) = objects[position] else { return nil }
        guard take("\(sequence.name)") else { return nil }
        let changed = NumberSequence(
            sequence.name,
            type: sequence.type,
            start: sequence.options.start,
            increment: -2,
            minimum: sequence.options.minimum,
            maximum: sequence.options.maximum,
            cache: 5,
            cycles: true
        )
        objects[position] = .sequence(sequence.comment.map { changed.comment($0) } ?? changed)
        return "change sequence \(sequence.name)"
    }

    mutating func changeFunction() -> String? {
        let position = index { if case .function = $0 { true } else { false } }
        guard let position, case .function(let function) = objects[position], take("\(function.name)"),
            let text = function.definition.postgres
        else { return nil }
        let changed = Function(
            function.name,
            function.arguments,
            SQLText(text.replacing("RETURN NEW", with: "RETURN OLD").replacing("1 = 2", with: "1 = 3")),
            procedure: function.isProcedure
        )
        objects[position] = .function(function.comment.map { changed.comment($0) } ?? changed)
        return "change function \(function.name)"
    }

    mutating func changePolicy() -> String? {
        let position = index { if case .policy = $0 { true } else { false } }
        guard let position, case .policy(let policy) = objects[position], take(policy.name) else { return nil }
        let changed = Policy(
            policy.name,
            on: policy.table,
            permissive: policy.isPermissive,
            for: chance(50) ? policy.command : .update,
            using: "1 < 2"
        )
        objects[position] = .policy(policy.comment.map { changed.comment($0) } ?? changed)
        return "change policy \(policy.name)"
    }

    mutating func changeOptions() -> String? {
        guard let index = tableIndex(where: { $0.replicaIdentity == nil || $0.replicaIdentity == .full }),
            let table = table(index), take("options of \(table.name)")
        else { return nil }
        var changed = table.storage(["fillfactor": "55"]).rowSecurity(table.rowSecurity.isEmpty ? .enabled : [])
        changed = changed.replicaIdentity(table.replicaIdentity == .full ? .default : .full)
        objects[index] = .table(changed)
        return "change options of \(table.name)"
    }

    // MARK: Help

    private mutating func view() -> (Int, View)? {
        let position = index { if case .view = $0 { true } else { false } }
        guard let position, case .view(let view) = objects[position] else { return nil }
        return (position, view)
    }

    /// An enum type of which no domain and no composite type is made.
    private mutating func enumeration() -> (Int, EnumType)? {
        let position = index { if case .enumeration = $0 { true } else { false } }
        guard let position, case .enumeration(let type) = objects[position] else { return nil }
        return (position, type)
    }

    private mutating func set(_ type: EnumType, at position: Int, _ old: EnumType) {
        objects[position] = .enumeration(old.comment.map { type.comment($0) } ?? type)
        generator.enums = generator.enums.map { $0.name == type.name ? type : $0 }
    }
}
