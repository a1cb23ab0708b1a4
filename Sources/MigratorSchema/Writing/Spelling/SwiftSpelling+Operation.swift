import MigrationDSL

/// Operations, by the calls that they say of themselves.
extension SwiftSpelling {
    /// The statements that record an operation, with the comments above them.
    ///
    /// What no call records, such as a closure, is an `#error` line: a file that lacks it does not compile.
    func statements(_ operation: Operation) -> [SwiftSource] {
        let details = operation.details
        do throws(Unwritable) {
            let call = try details.call()
            if let changes = call.changes { return statements(call, recording: changes) }
            return comments(details) + [source(call, on: "op")]
        } catch {
            let message = "\(details.summary): \(error.reason)"
            return comments(details) + [.call("#error", [.init(nil, .name(message))])]
        }
    }

    /// The comment above an operation that destroys data.
    func comments(_ details: any OperationDetails) -> [SwiftSource] {
        details.destroyed.map { [.comment("Destroys data: \($0).")] } ?? []
    }

    /// A call of a method of this value, with the parts of an object where they say all of it.
    func source(_ call: OperationCall, on base: String, body: [SwiftSource]? = nil) -> SwiftSource {
        var arguments: [SwiftSource.Argument] = []
        var body = body
        for argument in call.arguments {
            if case .parts(let object) = argument.value, let parts = parts(object) {
                arguments += parts.arguments
                body = parts.body
            } else {
                arguments.append(self.argument(argument))
            }
        }
        return .call("\(base).\(call.method)", arguments, body: body)
    }

    /// What stands in the parentheses and in the braces of an object; `nil` if that is not all of it.
    private func parts(_ object: SchemaObject) -> (arguments: [SwiftSource.Argument], body: [SwiftSource]?)? {
        switch object {
        case .table(let table) where members(table).isEmpty: (arguments(table), body(table))
        case .index(let index) where named(index.comment, index.formerName).isEmpty: (arguments(index), nil)
        default: nil
        }
    }

    private func argument(_ argument: OperationCall.Argument) -> SwiftSource.Argument {
        .init(argument.label, source(argument.value))
    }

    private func source(_ value: CallValue) -> SwiftSource {
        switch value {
        case .name(let name): .name(name)
        case .text(let text): .text(text)
        case .word(let word): .plain(word)
        case .names(let names): .names(names)
        case .list(let elements): .list(elements.map(source))
        case .pairs(let pairs): .pairs(pairs.map { .init(key: .name($0.key), value: source($0.value)) })
        case .call(let callee, let arguments): .call(callee, arguments.map(argument))
        case .objectName(let name): source(name)
        case .reference(let object): source(object)
        case .object(let object), .parts(let object): source(object)
        case .column(let column): source(column)
        case .constraint(let constraint): wrapped(constraint)
        case .check(let check): source(check)
        case .sql(let sql): source(sql)
        case .defaultValue(let value): source(value)
        case .row(let row): source(row)
        case .predicate(let predicate): source(predicate)
        case .columnChange(let change): source(change)
        case .sequenceChange(let change): source(change)
        case .tableOptionsChange(let change): source(change)
        case .storageChange(let changes): source(changes)
        case .attributeChange(let change): source(change)
        case .viewOptions(let options): source(options)
        }
    }
}
