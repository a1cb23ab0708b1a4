import MigratorSystem

extension SchemaPicture {
    /// One table as a person would draw it, for a terminal.
    ///
    /// ```
    /// orders: what was bought
    /// ┌────┬──────────┬────────┬──────────┐
    /// │ PK │ id       │ bigint │ not null │
    /// │ FK │ customer │ bigint │          │ → customers (id)
    /// └────┴──────────┴────────┴──────────┘
    ///   index orders_customer (customer)
    ///   ← items: order_id -> orders (id)
    /// ```
    /// - Parameter index: The index of the table in ``objects``.
    /// - Returns: The lines.
    package func drawing(of index: Int) -> String {
        let object = objects[index]
        let word = object.kind == "table" ? "" : " (\(object.kind))"
        let comment = object.comment.map { ": \(PlainText.line($0))" } ?? ""
        var lines = [PlainText.line(object.name) + word + comment]
        lines += Self.box(object)
        for relation in object.relations where relation.word != nil || relation.columns.count != 1 {
            lines.append(Self.line("→", relation.text, relation.rule))
        }
        for note in object.notes {
            lines.append(Self.line(note.kind, note.name ?? "", note.text))
        }
        for other in objects {
            for relation in other.relations where relation.target.map({ $0.isExactly(object.key) }) == true {
                lines.append(Self.line("←", "\(other.name): \(relation.text)", relation.rule))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The words of a line beneath the box; a text of several lines is beneath it, indented.
    private static func line(_ words: String?...) -> String {
        var line = " "
        for word in words.compactMap(\.self) where !word.isEmpty {
            guard word.contains(where: \.isNewline) else {
                line += " \(PlainText.line(word))"
                continue
            }
            let inner = word.split(whereSeparator: \.isNewline).map { "      \(PlainText.line(String($0)))" }
            line += "\n" + inner.joined(separator: "\n")
        }
        return line
    }

    private static func box(_ object: PictureObject) -> [String] {
        guard !object.columns.isEmpty else { return [] }
        let rows = object.columns.map { column in
            [
                column.keys.joined(separator: " "), PlainText.line(column.name), PlainText.line(column.type),
                column.isRequired ? "not null" : "", PlainText.line(column.value ?? ""),
            ]
        }
        // A column that says nothing in any row is left out.
        let filled = (0..<5).filter { cell in rows.contains { !$0[cell].isEmpty } }
        let widths = filled.map { cell in rows.map { $0[cell].count }.max() ?? 0 }
        func rule(_ left: String, _ middle: String, _ right: String) -> String {
            left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right
        }
        let body = zip(rows, object.columns).map { row, column in
            let cells = zip(filled, widths).map { cell, width in
                " \(row[cell])\(String(repeating: " ", count: width - row[cell].count)) "
            }
            return "│\(cells.joined(separator: "│"))│\(remark(column, object))"
        }
        return [rule("┌", "┬", "┐")] + body + [rule("└", "┴", "┘")]
    }

    /// What stands beside a column: where it points, and what it is for.
    private static func remark(_ column: PictureColumn, _ object: PictureObject) -> String {
        let pointing = object.relations.filter { relation in
            relation.word == nil && relation.columns.count == 1 && relation.columns.hasExactly(column.name)
        }
        let arrows = pointing.map { relation in
            let columns = relation.targetColumns.isEmpty ? "" : " (\(relation.targetColumns.joined(separator: ", ")))"
            let rule = relation.rule.map { ", \($0)" } ?? ""
            return " → \(PlainText.line(relation.targetName + columns + rule))"
        }
        let comment = column.comment.map { "  \(PlainText.line($0))" } ?? ""
        return arrows.joined() + comment
    }
}
