import MigratorSystem

extension HistoryPicture {
    /// The history as flowcharts of Mermaid in Markdown, the oldest revision on top.
    ///
    /// ```
    /// flowchart TB
    ///   r0(["9f94d908afb9<br/>the 50 races"])
    ///   r1["22ebdcff71c4<br/>base names"]
    ///   r1 --> r0
    /// ```
    package func mermaid() -> String {
        var numbers: [ExactText: Int] = [:]
        for (number, revision) in revisions.enumerated() { numbers[ExactText(revision.id)] = number }
        let boxes = revisions.enumerated().reversed().map { number, revision in
            var box = MermaidDocument.Box(
                id: "r\(number)",
                lines: "  r\(number)\(shape(revision))\(style(revision))\n",
                stub: "  r\(number)\(shape(revision, isWhole: false)):::elsewhere\n"
            )
            for (below, isParent) in revision.below {
                guard let target = numbers[ExactText(below)] else { continue }
                let line = "  r\(target) \(isParent ? "-->" : "-.->") r\(number)\n"
                box.edges.append(MermaidDocument.Edge(target: "r\(target)", line: line))
            }
            return box
        }
        return MermaidDocument(heading: "flowchart TB", footing: Self.classes).text(boxes)
    }

    private static let classes = """
          classDef applied fill:#d3f0dc,stroke:#1c7c3c,color:#111111
          classDef pending fill:#fdf3d0,stroke:#946200,color:#111111
          classDef current fill:#a9e2ba,stroke:#0d4f24,stroke-width:4px,color:#111111
          classDef elsewhere fill:#eeeeee,stroke:#777777,stroke-dasharray:4,color:#111111

        """

    private func shape(_ revision: PictureRevision, isWhole: Bool = true) -> String {
        var text = MermaidText.quoted(revision.id)
        if isWhole, !revision.message.isEmpty {
            text = text.dropLast() + "<br/>" + MermaidText.quoted(revision.message).dropFirst()
        }
        if isWhole, !revision.labels.isEmpty {
            let labels = revision.labels.joined(separator: ", ")
            text = text.dropLast() + "<br/>(" + MermaidText.quoted(labels).dropFirst().dropLast() + ")\""
        }
        return revision.isHead ? "([\(text)])" : "[\(text)]"
    }

    private func style(_ revision: PictureRevision) -> String {
        guard let isApplied = revision.isApplied else { return "" }
        return revision.isCurrent ? ":::current" : isApplied ? ":::applied" : ":::pending"
    }
}
