import MigratorCore

/// A target that counts steps: `+2`, `-1`, `label@-1`, `head-1`, `label@rev+3`.
struct RelativeTarget: Hashable, Sendable {
    let label: String?
    let symbol: String?
    /// The count as written, with its sign.
    let text: String
    /// The count; one too large for the machine is as good as endless.
    let steps: Int

    /// Reads `target`, or gives `nil` if any of it is something else.
    init?(_ target: String) {
        guard let sign = target.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return nil }
        let digits = target[target.index(after: sign)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let magnitude = Int(digits) ?? Int.max
        let start = target[..<sign]
        var symbol = start
        if let at = start.lastIndex(of: "@") {
            guard at > start.startIndex else { return nil }
            label = String(start[..<at])
            symbol = start[start.index(after: at)...]
        } else {
            label = nil
        }
        guard !symbol.contains(where: { $0 == "+" || $0 == "-" || $0 == ":" }) else { return nil }
        self.symbol = symbol.isEmpty ? nil : String(symbol)
        text = String(target[sign...])
        steps = target[sign] == "-" ? -magnitude : magnitude
    }

    /// The error for a walk that ends before all steps are done.
    func shortfall(_ hint: String = "") -> MigratorError {
        let count = steps.magnitude
        return MigratorError(.invalidTarget, "Relative revision \(text) didn't produce \(count) migrations\(hint)")
    }
}
