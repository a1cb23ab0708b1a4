import Foundation

/// Code that a document shows, as it stands in a file that is compiled: the lines from `// snippet: NAME` to `// end`.
///
/// A name that is given again in the same file goes on with an empty line between: so a document shows imports and, below
/// them, what stands in a function.
struct Snippet {
    let name: String
    /// Where it begins, such as `Tests/SnippetTests/Snippets/Shop.swift:3`.
    let place: String
    var lines: [String]

    /// All snippets by their names.
    static func all() throws -> [String: Snippet] {
        var all: [String: Snippet] = [:]
        for file in Repository.snippetFiles {
            for region in try regions(of: file) {
                guard let before = all[region.name] else {
                    all[region.name] = region
                    continue
                }
                guard before.place.hasPrefix("\(file):") else {
                    throw SnippetProblem("\(region.place): \(before.place) has that name already")
                }
                all[region.name]?.lines += [""] + region.lines
            }
        }
        return all
    }

    private static func regions(of file: String) throws -> [Snippet] {
        var regions: [Snippet] = []
        var open: Snippet?
        for (index, line) in try Repository.lines(of: file).enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            let place = "\(file):\(index + 1)"
            if text.hasPrefix("// snippet: ") {
                if let open { throw SnippetProblem("\(place): the snippet at \(open.place) has no end") }
                open = Snippet(name: String(text.dropFirst(12)), place: place, lines: [])
            } else if text == "// end" {
                guard var region = open else { throw SnippetProblem("\(place): no snippet begins before this end") }
                region.lines = region.lines.dedented
                regions.append(region)
                open = nil
            } else {
                open?.lines.append(line)
            }
        }
        if let open { throw SnippetProblem("the snippet at \(open.place) has no end") }
        return regions
    }
}

/// Snippets that cannot be read as they are marked.
struct SnippetProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension [String] {
    /// The lines without the indentation that all of them share, and without spaces at their ends.
    var dedented: [String] {
        let widths = compactMap { line in line.firstIndex { $0 != " " }.map { line[..<$0].count } }
        let width = widths.min() ?? 0
        return map { line in
            var line = line.dropFirst(width)
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }
}
