import MigrationDSL
import Migrator

/// Revisions as people read them: Alembic's lines.
struct RevisionText {
    let graph: RevisionGraph
    let style: Style
    private let effectiveHeads: Set<RevisionID>

    init(_ graph: RevisionGraph, _ style: Style) {
        self.graph = graph
        self.style = style
        effectiveHeads = Set(graph.effectiveHeads)
    }

    /// The parts of a line beside the id.
    struct Parts: OptionSet {
        let rawValue: Int

        /// The parents before it.
        static let parents = Parts(rawValue: 1)
        /// The branch labels.
        static let labels = Parts(rawValue: 2)
        /// Whether it is a branch point or a merge.
        static let shape = Parts(rawValue: 4)
        /// The revision's message.
        static let message = Parts(rawValue: 8)
    }

    /// `a -> b (label) (head), message`.
    func line(_ entry: HistoryEntry, _ parts: Parts, isCurrent: Bool = false) -> String {
        var text = style.yellow(Self.safe(entry.revision))
        if parts.contains(.parents) {
            let needs = entry.dependsOn.isEmpty ? "" : " (\(Self.list(entry.dependsOn)))"
            text = "\(Self.parents(entry))\(needs) -> \(text)"
        }
        if parts.contains(.labels) {
            let labels = graph.labels(of: entry.revision)
            if !labels.isEmpty { text += " (\(TerminalText.line(labels.joined(separator: ", "))))" }
        }
        if entry.isHead {
            text += style.green(effectiveHeads.contains(entry.revision) ? " (head)" : " (effective head)")
        }
        if isCurrent || entry.isCurrent == true { text += style.bold(" (current)") }
        if parts.contains(.shape) {
            if entry.isBranchPoint { text += " (branchpoint)" }
            if entry.isMerge { text += " (mergepoint)" }
        }
        if parts.contains(.message), !entry.message.isEmpty { text += ", \(TerminalText.line(entry.message))" }
        return text
    }

    /// Everything about a revision, in several lines.
    func paragraph(_ entry: HistoryEntry, isCurrent: Bool = false) -> String {
        var text = "Rev: \(style.yellow(Self.safe(entry.revision)))"
        if entry.isHead { text += style.green(" (head)") }
        if entry.isBranchPoint { text += " (branchpoint)" }
        if entry.isMerge { text += " (mergepoint)" }
        if isCurrent || entry.isCurrent == true { text += style.bold(" (current)") }
        text += "\n\(entry.isMerge ? "Merges" : "Parent"): \(Self.parents(entry))\n"
        if !entry.dependsOn.isEmpty { text += "Also depends on: \(Self.list(entry.dependsOn))\n" }
        if entry.isBranchPoint { text += "Branches into: \(Self.list(graph.children(of: entry.revision)))\n" }
        let labels = graph.labels(of: entry.revision)
        if !labels.isEmpty { text += "Branch names: \(TerminalText.line(labels.joined(separator: ", ")))\n" }
        if let applied = entry.isApplied { text += "Applied: \(applied ? "yes" : "no")\n" }
        if let source = entry.source { text += "Path: \(TerminalText.line("\(source.file):\(source.line)"))\n" }
        return text + "\n    \(TerminalText.line(entry.message))\n"
    }

    private static func parents(_ entry: HistoryEntry) -> String {
        entry.parents.isEmpty ? "<base>" : list(entry.parents)
    }

    static func safe(_ id: RevisionID) -> String {
        TerminalText.line(id.rawValue)
    }

    static func list(_ ids: [RevisionID]) -> String {
        ids.map(safe).joined(separator: ", ")
    }

    /// The state of a database, as a part of a sentence.
    static func position(_ rows: [RevisionID]) -> String {
        rows.isEmpty ? "base" : list(rows)
    }
}
