import Foundation

/// Swift that a document shows between fences, and the snippet that the comment before it names.
struct ShownCode {
    /// Where it begins, such as `README.md:12`.
    let place: String
    /// The name in `<!-- snippet: NAME -->`; `nil` if no such comment stands directly before.
    let name: String?
    let lines: [String]

    static func all(in document: String) throws -> [ShownCode] {
        var found: [ShownCode] = []
        var name: String?
        var fence: (place: String, isSwift: Bool)?
        var lines: [String] = []
        for (index, line) in try Repository.lines(of: document).enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if let open = fence {
                guard text == "```" else {
                    lines.append(line)
                    continue
                }
                if open.isSwift { found.append(ShownCode(place: open.place, name: name, lines: lines.dedented)) }
                (fence, name, lines) = (nil, nil, [])
            } else if text.hasPrefix("```") {
                fence = (place: "\(document):\(index + 1)", isSwift: text.lowercased().hasPrefix("```swift"))
            } else if text.hasPrefix("<!-- snippet: "), text.hasSuffix(" -->") {
                name = String(text.dropFirst(14).dropLast(4))
            } else if !text.isEmpty {
                name = nil
            }
        }
        return found
    }
}
