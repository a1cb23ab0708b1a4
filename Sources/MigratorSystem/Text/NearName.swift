/// Whether a name may be a slip of the pen for another.
package enum NearName {
    package static func isNear(_ left: String, _ right: String) -> Bool {
        let left = Array(left.lowercased().unicodeScalars)
        let right = Array(right.lowercased().unicodeScalars.prefix(300))
        let allowed = min(left.count, right.count) < 5 ? 1 : 2
        return EditDistance.between(left, right, swaps: false, limit: allowed) != nil
    }
}
