/// SQL that keeps apart its names, its values and the texts that a revision has given.
///
/// It is written as a string literal: an interpolated fragment is inserted as it is, `\(value: cell)` as a parameter,
/// and other text as SQL of our own.
package struct SQLFragment: Hashable, Sendable {
    /// A part of it.
    package enum Part: Hashable, Sendable {
        /// Our own words, and literals.
        case words(String)
        /// A name, which stands in double quotes.
        case name(String)
        /// SQL of a revision's own: an expression, a query, a collation.
        case given(String)
        /// A value, which is sent beside the text.
        case value(DatabaseCell)
    }

    package private(set) var parts: [Part]

    /// Takes SQL that a revision gives.
    package init(given text: String) {
        parts = [.given(text)]
    }

    /// Takes SQL of our own words.
    package init(words text: String) {
        parts = text.isEmpty ? [] : [.words(text)]
    }

    /// Takes a name as a part of SQL, with its schema where it has one.
    package init(name: String, schema: String? = nil) {
        parts = (schema.map { [.name($0), .words(".")] } ?? []) + [.name(name)]
    }

    /// Takes a value as a parameter.
    package init(value: DatabaseCell) {
        parts = [.value(value)]
    }

    /// The SQL; a value in it is a `?`, so ``statement(for:)`` is what a database is sent.
    package var text: String {
        text { _ in "?" }
    }

    /// The SQL, with what stands for each value; they count from 1.
    private func text(_ placeholder: (Int) -> String) -> String {
        var count = 0
        return parts.map { part in
            switch part {
            case .words(let text), .given(let text): return text
            case .name(let name): return TableName.quote(name)
            case .value:
                count += 1
                return placeholder(count)
            }
        }.joined()
    }

    /// The SQL with a database's placeholders, and the values that they stand for, in order.
    package func statement(for kind: DatabaseKind) -> (sql: String, parameters: [DatabaseCell]) {
        (text(kind.rules.placeholder), values)
    }

    /// The values that stand in it, in order.
    package var values: [DatabaseCell] {
        parts.compactMap { part in
            guard case .value(let value) = part else { return nil }
            return value
        }
    }

    /// The names that stand in it, in order.
    package var names: [String] {
        parts.compactMap { part in
            guard case .name(let name) = part else { return nil }
            return name
        }
    }

    /// The parts that a revision has given, in order.
    package var given: [String] {
        parts.compactMap { part in
            guard case .given(let text) = part else { return nil }
            return text
        }
    }

    /// Whether all of it is a revision's own.
    package var isGiven: Bool {
        parts.allSatisfy { part in
            guard case .given = part else { return false }
            return true
        }
    }

    package static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
        var sum = left
        sum += right
        return sum
    }

    package static func += (left: inout SQLFragment, right: SQLFragment) {
        left.parts += right.parts
    }
}

extension SQLFragment: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var fragment = SQLFragment(words: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: String) {
            fragment += SQLFragment(words: text)
        }

        package mutating func appendInterpolation(_ other: SQLFragment) {
            fragment += other
        }

        package mutating func appendInterpolation(value: DatabaseCell) {
            fragment += SQLFragment(value: value)
        }

        package mutating func appendInterpolation(_ text: some CustomStringConvertible) {
            fragment += SQLFragment(words: text.description)
        }
    }

    package init(stringLiteral text: String) {
        self.init(words: text)
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        self = interpolation.fragment
    }
}

extension Sequence<SQLFragment> {
    /// The fragments one after the other, with a separator between them.
    package func joined(separator: String) -> SQLFragment {
        var all = SQLFragment(words: "")
        for (index, fragment) in enumerated() {
            if index > 0 { all += SQLFragment(words: separator) }
            all += fragment
        }
        return all
    }
}

extension DefaultStringInterpolation {
    /// Refuses a fragment in a plain text, which would lose its names.
    ///
    /// It is called deprecated, as warnings are errors here; were it unavailable, Swift's own method would be called.
    @available(*, deprecated, message: "write a SQLFragment, or its text")
    package mutating func appendInterpolation(_ fragment: SQLFragment) {
        appendLiteral(fragment.text)
    }
}
