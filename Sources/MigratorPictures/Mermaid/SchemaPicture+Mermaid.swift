import MigratorSystem

extension SchemaPicture {
    /// The tables and views as diagrams of entities and their relations of Mermaid, in Markdown.
    ///
    /// ```
    /// erDiagram
    ///   t0["customers"] {
    ///     bigint id PK
    ///   }
    ///   t1 }o--|| t0 : "customer"
    /// ```
    package func mermaid() -> String {
        let drawn = objects.filter(\.isDrawn)
        let numbers = Self.numbers(of: drawn)
        let boxes = drawn.enumerated().map { number, object in
            var box = MermaidDocument.Box(
                id: "t\(number)",
                lines: Self.entity(object, number),
                stub: "  t\(number)[\(MermaidText.quoted(object.name))]\n"
            )
            for relation in object.relations {
                guard let target = relation.target.flatMap({ numbers[ExactText($0)] }) else { continue }
                let label = relation.word ?? relation.columns.joined(separator: ", ")
                let line = "  t\(number) \(Self.ends(relation)) t\(target) : \(MermaidText.quoted(label))\n"
                box.edges.append(MermaidDocument.Edge(target: "t\(target)", line: line))
            }
            return box
        }
        return MermaidDocument(heading: "erDiagram").text(boxes)
    }

    /// The most characters of an entity: a diagram holds more than one.
    private static let longestEntity = 20_000

    private static func entity(_ object: PictureObject, _ number: Int) -> String {
        let heading = "  t\(number)[\(MermaidText.quoted(object.name))]"
        guard !object.columns.isEmpty else { return heading + "\n" }
        var (text, size) = (heading + " {\n", 0)
        for (index, column) in object.columns.enumerated() {
            let line = attribute(column)
            size += line.utf16.count
            guard size <= longestEntity else {
                text += "    and_more columns \"\(object.columns.count - index) more\"\n"
                break
            }
            text += line
        }
        return text + "  }\n"
    }

    private static func attribute(_ column: PictureColumn) -> String {
        let (type, name) = (MermaidText.word(column.type.isEmpty ? "any" : column.type), MermaidText.word(column.name))
        var line = "    \(type.word) \(name.word)"
        if !column.keys.isEmpty { line += " \(column.keys.joined(separator: ", "))" }
        // A name with a space is no name without it.
        let isWhole = name.isWhole && !PlainText.label(column.name).contains(" ") && type.isWhole
        if !isWhole { line += " \(MermaidText.quoted("\(column.name) \(column.type)"))" }
        return line + "\n"
    }

    private static func ends(_ relation: PictureRelation) -> String {
        guard relation.word == nil else { return "}o..o{" }
        return "\(relation.isUnique ? "|o" : "}o")--\(relation.isRequired ? "||" : "o|")"
    }
}
