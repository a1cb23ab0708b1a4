import MigrationDSL

/// Which rows operations are about.
extension SwiftSpelling {
    func source(_ predicate: Predicate) -> SwiftSource {
        switch predicate {
        case .everyRow: return .plain(".everyRow")
        case .null(let column, let isNull):
            return SwiftSource.chain(field(column), [.plain(isNull ? ".isNull" : ".isNotNull")])
        case .oneOf(let column, let values):
            return .chain(field(column), [.call(".isOne", [.init("of", .list(values.map(source)))])])
        case .comparison(let column, .like, .text(let pattern)):
            return .chain(field(column), [.call(".isLike", [.init(nil, .text(pattern))])])
        case .comparison(let column, let comparison, let value):
            // Beside a sign nil would ask for null; LIKE has no sign.
            guard value != .null, let sign = sign(comparison) else {
                let parts = [SwiftSource.name(column), .plain(".\(comparison)"), source(value)]
                return .call(".comparison", parts.map { .init(nil, $0) })
            }
            return .infix(field(column), sign, source(value))
        case .all(let parts): return joined(parts, "&&", ".all")
        case .any(let parts): return joined(parts, "||", ".any")
        case .not(let part): return .call(".not", [.init(nil, source(part))])
        }
    }

    /// Two plain conditions with a sign between them; else a list, which is as quick to compile as it is long.
    private func joined(_ parts: [Predicate], _ sign: String, _ word: String) -> SwiftSource {
        if parts.count == 2, parts.allSatisfy(isPlain) { return .infix(source(parts[0]), sign, source(parts[1])) }
        return .call(word, [.init(nil, .list(parts.map(source)))])
    }

    private func isPlain(_ predicate: Predicate) -> Bool {
        switch predicate {
        case .null, .oneOf: true
        case .comparison(_, let comparison, let value): comparison != .like && value != .null
        case .everyRow, .all, .any, .not: false
        }
    }

    private func field(_ column: String) -> SwiftSource {
        .call("Field", [.init(nil, .name(column))])
    }

    private func sign(_ comparison: Predicate.Comparison) -> String? {
        switch comparison {
        case .equal: "=="
        case .notEqual: "!="
        case .less, .lessOrEqual, .greater, .greaterOrEqual: comparison.rawValue
        case .like: nil
        }
    }
}
