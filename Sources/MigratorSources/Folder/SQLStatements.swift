package import MigrationDSL
package import MigratorCore
import MigratorDatabase

/// The items of a section of a file, each made when it is asked for: of millions of statements only the file's text and
/// their positions are held.
package struct SQLStatements: RandomAccessCollection, Sendable {
    private let source: SQLSource
    private let items: [SQLReading.Item]
    private let starts: [Start]
    private let variables: [SQLVariable]
    /// The values of variables that are known.
    private var values: [String: String] = [:]
    /// The offsets between which the section stands.
    private let range: Range<Int>
    let kind: DatabaseKind

    /// The line and the column where an item begins, both from 1.
    private struct Start {
        var line: Int32
        var column: Int32
    }

    init(_ source: SQLSource, _ section: SQLReading.Section, kind: DatabaseKind) {
        self.source = source
        range = section.range
        items = section.items
        variables = section.variables
        self.kind = kind
        let bytes = source.bytes
        var start = Start(line: 1, column: 1)
        var reached = 0
        starts = items.map { item in
            // From the item before, or from the beginning of the line: all statements of a file may be on one line.
            var columnStart = reached
            for index in reached..<item.start where bytes[index] == 0x0A {
                start = Start(line: start.line + 1, column: 1)
                columnStart = index + 1
            }
            start.column += Int32(clamping: bytes.text(columnStart..<item.start).count)
            reached = item.start
            return start
        }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { items.count }

    package subscript(position: Int) -> SQLItem {
        switch items[position] {
        case .statement(let range, let touches):
            .statement(text: text(of: range), location: location(of: position), touches: touches)
        case .bulkInsert(let insert, _):
            .bulkInsert(table: insert.table, path: insert.path, location: location(of: position))
        }
    }

    /// The text of an item, if it is a statement.
    package func text(at position: Int) -> String? {
        guard case .statement(let range, _) = items[position] else { return nil }
        return text(of: range)
    }

    // MARK: Variables

    /// Takes the values of the variables; one without a value stays as it is written.
    mutating func take(_ arguments: RevisionArguments) {
        for name in Set(variables.map(\.name)) { values[name] = arguments[name] }
    }

    /// Refuses to be run without the value of a variable.
    ///
    /// - Throws: `MigratorError` of code `invalidSetting`, with the variable's location.
    package func requireValues(of id: RevisionID) throws(MigratorError) {
        for variable in variables {
            let name = variable.name
            let problem: String
            switch values[name] {
            case nil: problem = "uses '\(name)', which was not given; say -x \(name)=VALUE"
            case let value? where value.isEmpty && variable.isName:
                problem = "uses '\(name)' as a name, and its value is empty"
            default: continue
            }
            let location = source.error(SQLProblem(at: variable.range.lowerBound, problem)).location
            throw MigratorError(.invalidSetting, "revision \(id) \(problem)", revision: id, location: location)
        }
    }

    /// The text of a range, with values in the place of variables.
    private func text(of range: Range<Int>) -> String {
        guard !values.isEmpty else { return source.bytes.text(range) }
        var text = ""
        var reached = range.lowerBound
        // Many statements may each have some: only those of this one are looked at.
        var (low, high) = (0, variables.count)
        while low < high {
            let middle = (low + high) / 2
            if variables[middle].range.lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        for variable in variables[low...].prefix(while: { $0.range.lowerBound < range.upperBound }) {
            guard let value = values[variable.name] else { continue }
            text += source.bytes.text(reached..<variable.range.lowerBound)
            text += variable.quoted(value)
            reached = variable.range.upperBound
        }
        return text + source.bytes.text(reached..<range.upperBound)
    }

    /// The comments of one line that stand before an item or in it, without their dashes; those behind the last item
    /// for the position after it.
    package func remarks(at position: Int) -> [(text: String, location: SourceLocation)] {
        let start = position == 0 ? range.lowerBound : items[position - 1].end(before: range.upperBound)
        let end = position < items.count ? items[position].end(before: range.upperBound) : range.upperBound
        guard start < end, source.bytes[start..<end].contains(UInt8(ascii: "-")) else { return [] }
        var lexer = SQLLexer(Array(source.bytes[start..<end]), kind: kind)
        var remarks: [(text: String, location: SourceLocation)] = []
        while let token = try? lexer.next() {
            guard token.kind == .lineComment else { continue }
            let from = start + token.start
            let line = source.bytes[..<from].count { $0 == 0x0A } + 1
            let text = source.bytes.text(from + 2..<start + token.end)
            remarks.append((text, SourceLocation(file: source.file, line: line)))
        }
        return remarks
    }

    /// The digest of the items of a range; comments, white space and the values of variables do not matter to it.
    package func digest(of range: Range<Int>, _ form: SQLCanonical.Form) -> SQLDigest {
        var frame = SQLFrame()
        return SQLDigest(
            ofParts: range.lazy.map { position in
                frame.removeAll()
                let mark: Int
                switch items[position] {
                case .statement(let range, _):
                    mark = frame.open(UInt8(ascii: "s"))
                    _ = SQLCanonical.append(source.bytes, range, kind: kind, form, to: &frame)
                case .bulkInsert(let insert, _):
                    mark = frame.open(UInt8(ascii: "b"))
                    frame.append(insert.table.schema)
                    frame.append(insert.table.name)
                    frame.append(insert.path)
                }
                frame.close(mark)
                return frame.bytes
            }
        )
    }

    private func location(of position: Int) -> SourceLocation {
        SourceLocation(file: source.file, line: Int(starts[position].line), column: Int(starts[position].column))
    }
}

extension SQLReading.Item {
    /// The offset behind it; that of a line is looked for no further than the section reaches.
    func end(before limit: Int) -> Int {
        switch self {
        case .statement(let range, _): min(range.upperBound, limit)
        case .bulkInsert(_, let offset): min(offset + 2, limit)
        }
    }

    /// The offset of its first byte.
    var start: Int {
        switch self {
        case .statement(let range, _): range.lowerBound
        case .bulkInsert(_, let offset): offset
        }
    }
}
