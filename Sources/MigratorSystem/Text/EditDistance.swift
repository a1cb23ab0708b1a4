/// How far two words are apart.
package enum EditDistance {
    /// The least number of insertions, deletions and replacements that turn one into the other, or `nil` if there are
    /// more than `limit`.
    ///
    /// With `swaps` two neighbours that changed places are one edit, else they are two.
    package static func between<Letter: Equatable>(
        _ left: [Letter],
        _ right: [Letter],
        swaps: Bool,
        limit: Int
    ) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var edits = min(last[column + 1] + 1, current[column] + 1)
                edits = min(edits, last[column] + (left[row] == right[column] ? 0 : 1))
                if swaps, row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
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
