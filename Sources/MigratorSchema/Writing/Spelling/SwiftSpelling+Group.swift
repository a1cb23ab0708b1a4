import MigrationDSL

/// Several changes of one table.
extension SwiftSpelling {
    /// `op.alterTable` with what its closure has words for; what it has none for, and a change alone, stand beside it.
    ///
    /// To checksums and to SQLite, which makes one rebuild of changes that follow each other, both are the same.
    func statements(_ group: AlterTable) -> [SwiftSource] {
        var statements: [SwiftSource] = []
        var members: [Operation] = []
        func close() {
            if members.count == 1 {
                statements += self.statements(members[0])
            } else if !members.isEmpty {
                let body = members.flatMap { comments($0.details) + [member($0.details)].compactMap(\.self) }
                statements.append(.call("op.alterTable", [.init(nil, source(group.table))], body: body))
            }
            members = []
        }
        for change in group.changes {
            if member(change.details) != nil {
                members.append(change)
            } else {
                close()
                statements += self.statements(change)
            }
        }
        close()
        return statements
    }

    /// A change as a call of the closure's argument; `nil` if that has no such method.
    private func member(_ details: any OperationDetails) -> SwiftSource? {
        switch details {
        case let add as AddColumn where !add.ifNotExists: method("addColumn", [.init(nil, source(add.column))])
        case let drop as DropColumn where !drop.ifExists:
            method("dropColumn", [.init(nil, drop.definition.map { source($0) } ?? .name(drop.name))])
        case let rename as RenameColumn:
            method("renameColumn", [.init(nil, .name(rename.name)), .init("to", .name(rename.newName))])
        case let alter as AlterColumn: method("alterColumn", [.init(nil, .name(alter.name))] + arguments(alter))
        case let add as AddConstraint: method("addConstraint", [.init(nil, wrapped(add.constraint))])
        case let drop as DropConstraint where !drop.ifExists:
            method("dropConstraint", [.init(nil, drop.definition.map(wrapped) ?? .name(drop.name))])
        case let alter as AlterConstraint: method("alterConstraint", [.init(nil, .name(alter.name))] + arguments(alter))
        case let set as SetTableOptions: method("setOptions", arguments(set))
        default: nil
        }
    }

    private func method(_ name: String, _ arguments: [SwiftSource.Argument]) -> SwiftSource {
        .call("$0.\(name)", arguments)
    }
}
