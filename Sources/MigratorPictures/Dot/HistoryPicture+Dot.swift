import MigratorSystem

extension HistoryPicture {
    /// The history as a graph of Graphviz, the oldest revision on top.
    package func dot() -> String {
        var numbers: [ExactText: Int] = [:]
        for (number, revision) in revisions.enumerated() { numbers[ExactText(revision.id)] = number }
        var text = """
            digraph history {
              graph [rankdir=TB, label=\(DotText.quoted(title)), labelloc=t, fontname="sans-serif"]
              node [shape=box, style="rounded,filled", fillcolor="#f4f4f4", fontname="sans-serif", fontsize=11]
              edge [color="#555555"]

            """
        for (number, revision) in revisions.enumerated().reversed() {
            text += "  r\(number) [label=\(label(revision))\(style(revision))]\n"
        }
        for (number, revision) in revisions.enumerated().reversed() {
            for (below, isParent) in revision.below {
                guard let target = numbers[ExactText(below)] else { continue }
                text += "  r\(target) -> r\(number)\(isParent ? "" : " [style=dashed]")\n"
            }
        }
        return text + "}\n"
    }

    private func label(_ revision: PictureRevision) -> String {
        let labels = revision.labels.isEmpty ? "" : " (\(revision.labels.joined(separator: ", ")))"
        guard !revision.message.isEmpty else { return DotText.quoted(revision.id + labels) }
        return DotText.quoted(revision.id + labels, revision.message)
    }

    private func style(_ revision: PictureRevision) -> String {
        var text = revision.isHead ? ", penwidth=2" : ""
        switch (revision.isApplied, revision.isCurrent) {
        case (nil, _): break
        case (_, true): text += ", fillcolor=\"#a9e2ba\", color=\"#0d4f24\", penwidth=3"
        case (true, _): text += ", fillcolor=\"#d3f0dc\", color=\"#1c7c3c\""
        case (false, _): text += ", fillcolor=\"#fdf3d0\", color=\"#946200\""
        }
        return text
    }
}
