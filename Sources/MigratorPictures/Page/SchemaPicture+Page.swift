extension SchemaPicture {
    /// The schema as a page of HTML: one table with its neighbours, and what there is to know of it.
    package func html() -> String {
        let data = PageValue.object([
            "compared": .flag(isComparison),
            "remarks": .texts(remarks),
            "objects": .lines(objects.map(Self.value)),
        ])
        let script = Self.arrangement + Self.drawing + Self.script
        return Page(title: title, body: Self.body, style: Self.style, script: script, data: data).text
    }

    private static func value(_ object: PictureObject) -> PageValue {
        .object([
            "key": .text(object.key),
            "kind": .text(object.kind),
            "name": .text(object.name),
            "comment": object.comment.map { .text($0) },
            "drawn": .flag(object.isDrawn),
            "mark": mark(object.mark),
            "columns": .list(object.columns.map(value)),
            "relations": .list(object.relations.map(value)),
            "notes": .list(
                object.notes.map { note in
                    .object([
                        "kind": .text(note.kind), "name": note.name.map { .text($0) }, "text": .text(note.text),
                        "mark": mark(note.mark),
                    ])
                }
            ),
            "differences": .list(
                object.differences.map { difference in
                    .object([
                        "summary": .text(difference.summary), "destroys": .flag(difference.destroys),
                        "hazards": .texts(difference.hazards), "sql": .texts(difference.sql),
                    ])
                }
            ),
        ])
    }

    private static func value(_ column: PictureColumn) -> PageValue {
        .object([
            "name": .text(column.name), "type": .text(column.type), "required": .flag(column.isRequired),
            "keys": .text(column.keys.joined(separator: " ")), "value": column.value.map { .text($0) },
            "comment": column.comment.map { .text($0) }, "mark": mark(column.mark),
        ])
    }

    private static func value(_ relation: PictureRelation) -> PageValue {
        .object([
            "to": relation.target.map { .text($0) }, "text": .text(relation.text),
            "columns": .texts(relation.columns), "targets": .texts(relation.targetColumns),
            "word": relation.word.map { .text($0) }, "name": relation.name.map { .text($0) },
            "rule": relation.rule.map { .text($0) }, "required": .flag(relation.isRequired),
            "unique": .flag(relation.isUnique), "mark": mark(relation.mark),
        ])
    }

    private static func mark(_ mark: PictureMark?) -> PageValue? { mark.map { .text($0.rawValue) } }

    private static let body = #"""
        <label for="search">Search</label>
        <input id="search" type="search" autocomplete="off" placeholder="table, column, comment">
        <output id="found" for="search"></output>
        <label>Neighbours <select id="depth"><option>0</option><option selected>1</option><option>2</option>
        <option>3</option></select></label>
        <label><input id="fit" type="checkbox" checked> fit</label>
        <label id="changes" hidden><input id="only" type="checkbox"> differences only</label>
        <ul class="legend" id="legend"></ul>
        </header>
        <ul class="remarks" id="remarks"></ul>
        <main>
        <nav aria-label="Objects"><ol id="list" role="listbox" tabindex="0" aria-label="Objects"></ol></nav>
        <section id="picture" tabindex="-1" aria-label="The chosen table and its neighbours"></section>
        <aside id="detail" aria-live="polite" tabindex="-1"></aside>
        </main>
        <footer><kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>0</kbd>–<kbd>3</kbd> neighbours · <kbd>/</kbd> search ·
        <kbd>Enter</kbd> to the details · <kbd>Esc</kbd> back ·
        <kbd>Tab</kbd> through the tables that are drawn</footer>
        """#
}
