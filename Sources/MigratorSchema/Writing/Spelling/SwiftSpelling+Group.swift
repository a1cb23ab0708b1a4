import MigrationDSL

/// Several changes of one table.
extension SwiftSpelling {
    /// `op.alterTable` with what its closure has words for; what it has none for, and a change alone, stand beside it.
    ///
    /// To checksums and to SQLite, which makes one rebuild of changes that follow each other, both are the same.
    func statements(_ group: OperationCall, recording changes: [Operation]) -> [SwiftSource] {
        var statements: [SwiftSource] = []
        var members: [(change: Operation, call: OperationCall)] = []
        func close() {
            if members.count == 1 {
                statements += self.statements(members[0].change)
            } else if !members.isEmpty {
                let body = members.flatMap { comments($0.change.details) + [source($0.call, on: "$0")] }
                statements.append(source(group, on: "op", body: body))
            }
            members = []
        }
        for change in changes {
            if let call = change.details.memberCall {
                members.append((change, call))
            } else {
                close()
                statements += self.statements(change)
            }
        }
        close()
        return statements
    }
}
