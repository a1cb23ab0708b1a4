/// Whether a name may be a slip of the pen for another.
package enum NearName {
    package static func isNear(_ left: String, _ right: String) -> Bool {
        let left = Array(left.lowercased().unicodeScalars)
        let right = Array(right.lowercased().unicodeScalars.prefix(300))
        let allowed = min(left.count, right.count) < 5 ? 1 : 2
        guard abs(left.count - right.count) <= allowed else { return false }
        return distance(left, right) <= allowed
    }

    /// The least number of insertions, deletions and replacements that turn one into the other.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (index, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for other in right.indices {
                let replaced = diagonal + (right[other] == scalar ? 0 : 1)
                diagonal = row[other + 1]
                row[other + 1] = min(replaced, diagonal + 1, row[other] + 1)
            }
        }
        return row[right.count]
    }
}
