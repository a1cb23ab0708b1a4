extension HistoryPicture {
    /// The history as a page of HTML: the graph, and what there is to know of the revision that is chosen.
    package func html() -> String {
        let lanes = RevisionLanes(revisions)
        let folder = SharedFolder(revisions.compactMap(\.source))
        let rows = revisions.enumerated().map { row, revision in
            Self.value(revision, lanes.lanes[row], lanes.edges[row], revisions, folder)
        }
        let data = PageValue.object([
            "asked": .flag(knowsDatabase),
            "width": .number(lanes.width),
            "remarks": .texts(remarks),
            "revisions": .lines(rows),
        ])
        return Page(title: title, body: Self.body, style: Self.style, script: Self.script, data: data).text
    }

    private static func value(
        _ revision: PictureRevision,
        _ lane: Int,
        _ edges: [RevisionLanes.Edge],
        _ revisions: [PictureRevision],
        _ folder: SharedFolder
    ) -> PageValue {
        .object([
            "id": .text(revision.id),
            "message": .text(revision.message),
            "parents": .texts(revision.parents),
            "needs": .texts(revision.dependsOn),
            "labels": .texts(revision.labels),
            "source": revision.source.map { .text(folder.path($0)) },
            "head": .flag(revision.isHead),
            "applied": .flag(revision.isApplied == true),
            "current": .flag(revision.isCurrent),
            "lane": .number(lane),
            "edges": .list(
                edges.map { edge in
                    .object([
                        "to": .text(revisions[edge.target].id), "lane": .number(edge.lane),
                        "need": .flag(!edge.isParent),
                    ])
                }
            ),
            "upgrade": revision.upgrade.map(value),
            "downgrade": revision.downgrade.map(value),
            "runs": .list(revision.runs.map(value)),
        ])
    }

    private static func value(_ script: PictureScript) -> PageValue {
        .object([
            "operations": .texts(script.operations), "payloads": .texts(script.payloads),
            "sql": .texts(script.sql), "problem": script.problem.map { .text($0) },
        ])
    }

    private static func value(_ run: PictureRun) -> PageValue {
        .object([
            "direction": .text(run.direction), "done": .flag(run.isDone), "at": .text(run.startedAt),
            "ms": .number(run.milliseconds), "statements": .number(run.statements), "rows": .number(run.rows),
            "engine": .text(run.engine), "tag": run.tag.map { .text($0) },
        ])
    }

    private static let body = #"""
        <label for="search">Search</label>
        <input id="search" type="search" autocomplete="off" placeholder="id, message, operation, SQL">
        <output id="found" for="search"></output>
        <ul class="legend" id="legend"></ul>
        </header>
        <ul class="remarks" id="remarks"></ul>
        <main>
        <section id="picture" aria-label="History">
        <svg id="graph" aria-hidden="true"></svg>
        <ol id="list" role="listbox" tabindex="0" aria-label="Revisions, newest first"></ol>
        </section>
        <aside id="detail" aria-live="polite" tabindex="-1"></aside>
        </main>
        <footer><kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>p</kbd> parent · <kbd>c</kbd> child · <kbd>/</kbd> search ·
        <kbd>n</kbd> <kbd>N</kbd> next and previous match · <kbd>Enter</kbd> to the details ·
        <kbd>Esc</kbd> back</footer>
        """#
}
