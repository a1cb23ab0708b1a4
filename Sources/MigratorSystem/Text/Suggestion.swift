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
            if let distance = EditDistance.between(wanted, Array(candidate.utf8), swaps: true, limit: limit) {
                best = candidate
                if distance <= 1 { return best }
                limit = distance - 1
            }
        }
        return best
    }
}
