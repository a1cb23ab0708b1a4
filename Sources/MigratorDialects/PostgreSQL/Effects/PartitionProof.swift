import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

/// Tells whether the checks of a table prove that its rows lie within the bound of a partition, or without.
///
/// Only the plain form is read: a bound of one column, and checks that name it as the bound does.
struct PartitionProof {
    private let bound: KnownStatement.PartitionBound
    private let column: String?
    private let table: KnownTable

    init(_ bound: KnownStatement.PartitionBound, _ columns: [String], _ table: KnownTable) {
        self.bound = bound
        column = columns.count == 1 ? columns[0] : nil
        self.table = table
    }

    private var checks: [StatementPart] {
        table.constraints.filter { $0.kind == .check && $0.isValid && $0.isEnforced }.compactMap(\.condition)
    }

    /// Whether all rows lie within it.
    var holds: Bool {
        guard let column, !bound.isDefault else { return false }
        let parts = checks.flatMap(\.conjuncts)
        let refusesNull =
            table.columns.contains { $0.name.isExactly(column) && !$0.isNullable }
            || parts.contains { $0.proves(notNull: column) }
        guard refusesNull else { return false }
        if !bound.values.isEmpty {
            return parts.contains { part in
                guard let values = self.values(part.bare, column) else { return false }
                return values.allSatisfy { value in bound.values.contains { same($0, value) } }
            }
        }
        guard bound.from.count == 1, bound.to.count == 1 else { return false }
        let found = parts.flatMap { comparisons($0.bare, column) }
        let above =
            isOpen(bound.from[0])
            || found.contains { comparison in
                [">=", ">"].contains(comparison.sign) && order(comparison.value, bound.from[0]).map { $0 >= 0 } ?? false
            }
        let below =
            isOpen(bound.to[0])
            || found.contains { comparison in
                guard let order = order(comparison.value, bound.to[0]) else { return false }
                return comparison.sign == "<" && order <= 0 || comparison.sign == "<=" && order < 0
            }
        return above && below
    }

    /// Whether no row lies within it.
    var excludes: Bool {
        guard let column, bound.from.count == 1, bound.to.count == 1 else { return false }
        return checks.flatMap(\.conjuncts).contains { part in
            let part = part.bare
            if part.words.keyword(part.range.lowerBound) == "not" {
                let inner = StatementPart(part.words, part.range.lowerBound + 1..<part.range.upperBound)
                let found = inner.conjuncts.flatMap { comparisons($0.bare, column) }
                return isBound(found, ">=", bound.from[0], reaching: { $0 <= 0 })
                    && isBound(found, "<", bound.to[0], reaching: { $0 >= 0 })
            }
            let sides = part.disjuncts
            guard sides.count >= 2 else {
                // All rows lie on one side of it.
                let found = comparisons(part, column)
                return isBound(found, "<", bound.from[0], reaching: { $0 <= 0 })
                    || isBound(found, ">=", bound.to[0], reaching: { $0 >= 0 })
            }
            return sides.allSatisfy { side in
                let found = comparisons(side.bare, column)
                return isBound(found, "<", bound.from[0], reaching: { $0 <= 0 })
                    || isBound(found, ">=", bound.to[0], reaching: { $0 >= 0 })
            }
        }
    }

    private func isBound(
        _ comparisons: [(sign: String, value: String)],
        _ sign: String,
        _ value: String,
        reaching isFar: (Int) -> Bool
    ) -> Bool {
        comparisons.contains { $0.sign == sign && order($0.value, value).map(isFar) ?? false }
    }

    private func isOpen(_ value: String) -> Bool { ["minvalue", "maxvalue"].contains(value.lowercased()) }

    private func comparisons(_ part: StatementPart, _ column: String) -> [(sign: String, value: String)] {
        let (words, range) = (part.words, part.range)
        guard range.count >= 3, let name = words.name(range.lowerBound), name.isExactly(column) else { return [] }
        let sign = words.text(range.lowerBound + 1..<range.lowerBound + 2)
        return [(sign, words.text(range.lowerBound + 2..<range.upperBound))]
    }

    private func values(_ part: StatementPart, _ column: String) -> [String]? {
        let (words, start) = (part.words, part.range.lowerBound)
        guard let name = words.name(start), name.isExactly(column) else { return nil }
        if words.text(start + 1..<start + 2) == "=" { return [words.text(start + 2..<part.range.upperBound)] }
        guard words.keyword(start + 1) == "in", let end = words.afterParentheses(start + 2) else { return nil }
        return words.split(start + 3..<end - 1).map { words.text($0) }
    }

    private func same(_ left: String, _ right: String) -> Bool { order(left, right) == 0 }

    /// How two literals of one type follow on one another; `nil` if they cannot be compared.
    private func order(_ left: String, _ right: String) -> Int? {
        let (left, right) = (bare(left), bare(right))
        if let first = Double(left), let second = Double(right) { return first < second ? -1 : first > second ? 1 : 0 }
        guard left.hasPrefix("'"), right.hasPrefix("'"), left.utf8.count == right.utf8.count || left.isExactly(right)
        else {
            return nil
        }
        // Dates and times of one length are in the order of their texts.
        if left.isExactly(right) { return 0 }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    }

    /// A literal without its cast.
    private func bare(_ text: String) -> String {
        var text = text
        if let cast = text.firstRange(of: "::") { text = String(text[..<cast.lowerBound]) }
        for word in ["timestamptz ", "timestamp ", "date "] where text.lowercased().hasPrefix(word) {
            text = String(text.dropFirst(word.count))
        }
        while text.hasPrefix("("), text.hasSuffix(")") { text = String(text.dropFirst().dropLast()) }
        return text.trimmed
    }
}

extension String {
    fileprivate var trimmed: String {
        var part = self[...]
        while let first = part.first, first.isWhitespace { part = part.dropFirst() }
        while let last = part.last, last.isWhitespace { part = part.dropLast() }
        return String(part)
    }
}
