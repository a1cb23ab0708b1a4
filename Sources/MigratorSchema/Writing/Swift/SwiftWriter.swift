/// Lays Swift source out as `swift format` leaves it: on one line what fits, else an argument, a member or an element
/// a line.
struct SwiftWriter {
    /// The width that no line exceeds, but for a literal that cannot be broken.
    static let width = 110
    private static let step = 4

    private(set) var text = ""
    private var column = 0
    private var lineCount = 0

    /// Writes a statement on lines of its own.
    mutating func statement(_ source: SwiftSource, indent: Int) {
        start(indent)
        put(source, indent: indent, tail: 0)
        line()
    }

    /// Writes a line as it is; an empty one without indentation.
    mutating func line(_ line: String = "", indent: Int = 0) {
        if !line.isEmpty {
            start(indent)
            append(line)
        }
        text += "\n"
        column = 0
        lineCount += 1
    }

    private mutating func start(_ indent: Int) {
        append(String(repeating: " ", count: indent))
    }

    private mutating func append(_ piece: String) {
        text += piece
        column += piece.count
    }

    /// Writes source from where the line stands; `tail` characters follow it there.
    private mutating func put(_ source: SwiftSource, indent: Int, tail: Int) {
        if let flat = source.flat, column + flat.count + tail <= Self.width { return append(flat) }
        switch source {
        case .plain, .name, .comment: append(source.flat ?? "")
        case .text(let text): putBlock(text, indent: indent)
        case .call(let callee, let arguments, let body): putCall(callee, arguments, body, indent: indent, tail: tail)
        case .chain(let base, let members): putChain(base, members, indent: indent, tail: tail)
        case .list(let elements): putList(elements, indent: indent)
        case .pairs(let pairs): putPairs(pairs, indent: indent)
        case .assignment(let name, let value):
            append("\(name) = ")
            put(value, indent: indent, tail: tail)
        case .infix(let left, let sign, let right):
            put(left, indent: indent, tail: 0)
            next(indent + Self.step)
            append("\(sign) ")
            put(right, indent: indent + Self.step, tail: tail)
        }
    }

    private mutating func next(_ indent: Int) {
        line()
        start(indent)
    }

    private mutating func putBlock(_ text: String, indent: Int) {
        // Behind a label its lines are one step further in; on a line of its own they are not.
        let inner = column > indent ? indent + Self.step : indent
        let single = SwiftLiteral.line(text)
        let lines = SwiftLiteral.block(text, width: Self.width - inner)
        let isBroken = text.utf8.contains(UInt8(ascii: "\n")) || lines.count > 3
        guard isBroken || inner + lines[1].count <= Self.width else { return append(single) }
        append(lines[0])
        for line in lines.dropFirst() {
            self.line()
            if !line.isEmpty { start(inner) }
            append(line)
        }
    }

    private mutating func putCall(
        _ callee: String,
        _ arguments: [SwiftSource.Argument],
        _ body: [SwiftSource]?,
        indent: Int,
        tail: Int
    ) {
        let head = SwiftSource.call(callee, arguments)
        let opening = body == nil ? tail : 2
        if arguments.isEmpty, body != nil {
            append(callee)
        } else if let flat = head.flat, column + flat.count + opening <= Self.width {
            append(flat)
        } else {
            append("\(callee)(")
            for (index, argument) in arguments.enumerated() {
                next(indent + Self.step)
                if let label = argument.label { append("\(label): ") }
                let isLast = index == arguments.count - 1
                put(argument.value, indent: indent + Self.step, tail: isLast ? 0 : 1)
                if !isLast { append(",") }
            }
            next(indent)
            append(")")
        }
        guard let body else { return }
        append(body.isEmpty ? " {}" : " {")
        guard !body.isEmpty else { return }
        line()
        for part in body { statement(part, indent: indent + Self.step) }
        start(indent)
        append("}")
    }

    private mutating func putChain(_ base: SwiftSource, _ members: [SwiftSource], indent: Int, tail: Int) {
        let first = lineCount
        put(base, indent: indent, tail: 0)
        // What took several lines ends where it began, and its members stand there.
        let inner = lineCount == first ? indent + Self.step : indent
        for (index, member) in members.enumerated() {
            next(inner)
            put(member, indent: inner, tail: index == members.count - 1 ? tail : 0)
        }
    }

    private mutating func putList(_ elements: [SwiftSource], indent: Int) {
        append("[")
        let inner = indent + Self.step
        var isFirst = true
        for element in elements {
            // Names fill their lines, all else has one of its own.
            let fits = column + 1 + (element.flat?.count ?? Self.width) < Self.width
            if isFirst || !element.isName || !fits { next(inner) } else { append(" ") }
            isFirst = false
            put(element, indent: inner, tail: 1)
            if elements.count > 1 { append(",") }
        }
        next(indent)
        append("]")
    }

    private mutating func putPairs(_ pairs: [SwiftSource.Pair], indent: Int) {
        append("[")
        let inner = indent + Self.step
        for pair in pairs {
            next(inner)
            put(pair.key, indent: inner, tail: 2)
            append(": ")
            put(pair.value, indent: inner, tail: 1)
            if pairs.count > 1 { append(",") }
        }
        next(indent)
        append("]")
    }
}

extension SwiftSource {
    /// The source on one line; `nil` if it needs more.
    var flat: String? {
        switch self {
        case .plain(let source): return source
        case .name(let name): return SwiftLiteral.line(name)
        case .text(let text): return text.utf8.contains(UInt8(ascii: "\n")) ? nil : SwiftLiteral.line(text)
        case .comment(let comment): return "// \(comment)"
        case .call(let callee, let arguments, let body):
            if let body, !body.isEmpty { return nil }
            guard let texts = Self.flat(arguments.map(\.value)) else { return nil }
            let labelled = zip(arguments, texts).map { ($0.label.map { "\($0): " } ?? "") + $1 }
            let parentheses = arguments.isEmpty && body != nil ? "" : "(\(labelled.joined(separator: ", ")))"
            return callee + parentheses + (body == nil ? "" : " {}")
        case .chain(let base, let members):
            return Self.flat([base] + members)?.joined()
        case .list(let elements):
            return Self.flat(elements).map { "[\($0.joined(separator: ", "))]" }
        case .pairs(let pairs):
            guard !pairs.isEmpty else { return "[:]" }
            guard let keys = Self.flat(pairs.map(\.key)), let values = Self.flat(pairs.map(\.value)) else { return nil }
            return "[\(zip(keys, values).map { "\($0): \($1)" }.joined(separator: ", "))]"
        case .assignment(let name, let value): return value.flat.map { "\(name) = \($0)" }
        case .infix(let left, let sign, let right):
            return Self.flat([left, right]).map { "\($0[0]) \(sign) \($0[1])" }
        }
    }

    private static func flat(_ parts: [SwiftSource]) -> [String]? {
        var texts: [String] = []
        for part in parts {
            guard let text = part.flat else { return nil }
            texts.append(text)
        }
        return texts
    }

    fileprivate var isName: Bool {
        guard case .name = self else { return false }
        return true
    }
}
