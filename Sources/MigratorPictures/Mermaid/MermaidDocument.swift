/// Diagrams of Mermaid in Markdown: one, or as many as its limits ask for.
///
/// Mermaid draws no text of more than 50,000 characters and no more than 500 edges. A diagram that would be larger is
/// parted; a box that an edge leads to from another part is there again, without what is in it.
struct MermaidDocument {
    /// The most characters of a diagram.
    static let mostCharacters = 50_000
    /// The most edges of a diagram.
    static let mostEdges = 500

    /// A box and the edges that begin at it.
    struct Box {
        /// Its id in the diagram, a word.
        let id: String
        /// The lines that make it.
        let lines: String
        /// The line that makes it where it is only led to.
        let stub: String
        /// The edges that begin at it.
        var edges: [Edge] = []
    }

    /// An edge: a line, and the box that it leads to.
    struct Edge {
        let target: String
        let line: String
    }

    /// The first line of each diagram.
    let heading: String
    /// The lines at the end of each diagram, such as classes.
    var footing = ""

    /// The diagrams of these boxes as Markdown.
    func text(_ boxes: [Box]) -> String {
        let parts = parts(boxes)
        let diagrams = parts.enumerated().map { number, diagram in
            let title = parts.count > 1 ? "Part \(number + 1) of \(parts.count)\n\n" : ""
            return "\(title)```mermaid\n\(diagram)```\n"
        }
        return diagrams.joined(separator: "\n")
    }

    /// The diagrams of these boxes.
    func parts(_ boxes: [Box]) -> [String] {
        let stubs = Dictionary(boxes.map { ($0.id, $0.stub) }) { first, _ in first }
        var (parts, part): ([String], MermaidPart) = ([], MermaidPart(self, stubs))
        for box in boxes {
            var rest = box
            rest.edges = []
            var isFirst = true
            // A box whose edges are too many for one diagram is in several.
            for edge in box.edges.map(Optional.some) + [nil] {
                if let edge {
                    var longer = rest
                    longer.edges.append(edge)
                    if MermaidPart(self, stubs).fits(longer, isWhole: isFirst) {
                        rest = longer
                        continue
                    }
                }
                if !part.fits(rest, isWhole: isFirst) {
                    if !part.isEmpty { parts.append(part.text) }
                    part = MermaidPart(self, stubs)
                }
                part.add(rest, isWhole: isFirst)
                (rest.edges, isFirst) = (edge.map { [$0] } ?? [], false)
            }
        }
        return parts + [part.text]
    }
}

/// A diagram while boxes are put into it.
struct MermaidPart {
    private let document: MermaidDocument
    private let stubs: [String: String]
    private var whole: Set<String> = []
    /// The boxes that are led to and not in it, in the order in which they came.
    private var outer: [String] = []
    private var isOuter: Set<String> = []
    private var boxes = ""
    private var edges = ""
    private var edgeCount = 0
    /// The characters, as Mermaid counts them.
    private var size: Int

    init(_ document: MermaidDocument, _ stubs: [String: String]) {
        self.document = document
        self.stubs = stubs
        size = document.heading.utf16.count + 1 + document.footing.utf16.count
    }

    var isEmpty: Bool { whole.isEmpty && outer.isEmpty }

    /// Whether a box and its edges may come to what is there.
    func fits(_ box: MermaidDocument.Box, isWhole: Bool) -> Bool {
        guard edgeCount + box.edges.count <= MermaidDocument.mostEdges else { return false }
        var larger = self
        larger.add(box, isWhole: isWhole)
        return larger.size <= MermaidDocument.mostCharacters
    }

    /// Puts a box into it, or only edges of it.
    mutating func add(_ box: MermaidDocument.Box, isWhole: Bool) {
        if isWhole {
            if isOuter.remove(box.id) != nil {
                outer.removeAll { $0 == box.id }
                size -= stub(box.id).utf16.count
            }
            whole.insert(box.id)
            boxes += box.lines
            size += box.lines.utf16.count
        } else {
            mention(box.id)
        }
        for edge in box.edges {
            mention(edge.target)
            edges += edge.line
            size += edge.line.utf16.count
        }
        edgeCount += box.edges.count
    }

    /// The diagram.
    var text: String { "\(document.heading)\n\(boxes)\(outer.map(stub).joined())\(edges)\(document.footing)" }

    private func stub(_ id: String) -> String { stubs[id] ?? "" }

    private mutating func mention(_ id: String) {
        guard !whole.contains(id), isOuter.insert(id).inserted else { return }
        outer.append(id)
        size += stub(id).utf16.count
    }
}
