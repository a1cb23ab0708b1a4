/// Finds the name that a misspelt one was probably meant to be.
package enum Suggestion {
    /// `"; did you mean 'x'?"`, or nothing if no name is close.
    package static func suffix(for name: String, among known: [String]) -> String {
        nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// The closest of `known`, at most two edits away, and fewer for short names.
    package static func nearest(to name: String, among known: [String]) -> String? {
        let wanted = Array(name.utf8)
        guard wanted.count > 2 else { return nil }
        var limit = wanted.count < 6 ? 1 : 2
        var best: String?
        for candidate in known {
            let letters = Array(candidate.utf8)
            guard abs(letters.count - wanted.count) <= limit else { continue }
            if let distance = distance(wanted, letters, atMost: limit) {
                best = candidate
                if distance <= 1 { return best }
                limit = distance - 1
            }
        }
        return best
    }

    /// The edits between two texts, a swap of neighbours counting as one, or `nil` if there are more than `limit`.
    private static func distance(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var edits = min(last[column + 1] + 1, current[column] + 1)
                edits = min(edits, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            if let least = current.min(), least > limit { return nil }
            beforeLast = last
            last = current
        }
        guard let edits = last.last, edits <= limit else { return nil }
        return edits
    }
}
