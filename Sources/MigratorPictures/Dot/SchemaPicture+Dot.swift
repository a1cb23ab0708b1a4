import MigratorSystem

extension SchemaPicture {
    /// The tables and views as a graph of Graphviz, with a line from each foreign key's column.
    package func dot() -> String {
        let drawn = objects.filter(\.isDrawn)
        let numbers = Self.numbers(of: drawn)
        var text = """
            digraph schema {
              graph [rankdir=RL, label=\(DotText.quoted(title)), labelloc=t, fontname="sans-serif"]
              node [shape=plain, fontname="monospace", fontsize=10]
              edge [color="#555555", fontname="sans-serif", fontsize=9]

            """
        for (number, object) in drawn.enumerated() { text += "  t\(number) [label=<\(Self.table(object))>]\n" }
        for (number, object) in drawn.enumerated() {
            for relation in object.relations {
                guard let target = relation.target.flatMap({ numbers[ExactText($0)] }) else { continue }
                let from = Self.port(relation.columns, in: object)
                let to = Self.port(relation.targetColumns, in: drawn[target])
                let style = relation.word.map { " [style=dashed, label=\(DotText.quoted($0))]" } ?? Self.ends(relation)
                text += "  t\(number)\(from) -> t\(target)\(to)\(style)\n"
            }
        }
        return text + "}\n"
    }

    private static func table(_ object: PictureObject) -> String {
        let word = object.kind == "table" ? "" : " <i>\(DotText.markup(object.kind))</i>"
        var text = """
            <table border="0" cellborder="1" cellspacing="0" cellpadding="4">\
            <tr><td colspan="3" bgcolor="#dfe7f5"><b>\(DotText.markup(object.name))</b>\(word)</td></tr>
            """
        for (index, column) in object.columns.enumerated() {
            let keys = column.keys.isEmpty ? " " : column.keys.joined(separator: " ")
            let type = column.type.isEmpty ? " " : DotText.markup(column.type)
            text += """
                <tr><td>\(keys)</td><td align="left" port="c\(index)">\(DotText.markup(column.name))</td>\
                <td align="left">\(type)\(column.isRequired ? " *" : "")</td></tr>
                """
        }
        return text + "</table>"
    }

    /// The place of a key's first column.
    private static func port(_ columns: [String], in object: PictureObject) -> String {
        guard let first = columns.first, let index = object.columns.firstIndex(where: { $0.name.isExactly(first) })
        else {
            return ""
        }
        return ":c\(index)"
    }

    private static func ends(_ relation: PictureRelation) -> String {
        " [dir=both, arrowtail=\(relation.isUnique ? "noneodot" : "crowodot"), "
            + "arrowhead=\(relation.isRequired ? "teetee" : "teeodot")]"
    }
}
