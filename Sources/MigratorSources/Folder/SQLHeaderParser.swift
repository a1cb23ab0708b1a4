import MigrationDSL
import MigratorCore
import MigratorSystem

/// Gathers the `-- key: value` lines before the first section.
struct SQLHeaderParser {
    /// The keys that a header may hold, as written.
    static let keys = [
        "revision", "parents", "branch-labels", "depends-on", "message", "transaction", "lock-timeout", "lock-retries",
        "irreversible", "imported-from", "uses", "repeatable",
    ]

    private var seen: [String] = []
    private var id: RevisionID?
    private var idOffset = 0
    private var parents: [RevisionID] = []
    private var branchLabels: [String] = []
    private var dependsOn: [String] = []
    private var message = ""
    private(set) var isTransactional = true
    private var lockRules = LockRules()
    private var irreversible: String?
    private var irreversibleOffset = 0
    private var importedFrom: String?
    /// The variables whose values come with the run.
    private(set) var uses: [String] = []
    private var usesOffset = 0
    private var repeatable: String?
    private var repeatableOffset = 0
    /// Whether the file is no revision, but runs again whenever its text has changed.
    var isRepeatable: Bool { repeatable != nil }

    /// Takes one line.
    mutating func take(key: Range<Int>, value: Range<Int>, in bytes: [UInt8]) throws(SQLProblem) {
        let name = bytes.text(key)
        guard Self.keys.contains(name) else {
            throw SQLProblem(at: key.lowerBound, "unknown header key '\(name)'\(Self.hint(for: name))")
        }
        guard !seen.contains(name) else {
            throw SQLProblem(at: key.lowerBound, "the header holds '\(name)' twice; keep one")
        }
        seen.append(name)
        try Self.checkPrintable(value, in: bytes)
        switch name {
        case "revision":
            id = RevisionID(try Self.name(value, what: "the revision id", in: bytes))
            idOffset = key.lowerBound
        case "parents":
            parents = try Self.list(value, what: "the parent", in: bytes).map { RevisionID($0) }
        case "branch-labels":
            branchLabels = try Self.list(value, what: "the branch label", in: bytes)
        case "depends-on":
            dependsOn = try Self.list(value, what: "the dependency", in: bytes)
        case "message":
            message = bytes.text(value)
        case "lock-timeout":
            guard let seconds = Double(bytes.text(value)), (0...86_400).contains(seconds) else {
                throw SQLProblem(at: value.lowerBound, "lock-timeout is a number of seconds; 0 waits without end")
            }
            lockRules.timeout = .milliseconds(Int64((seconds * 1000).rounded(.up)))
        case "lock-retries":
            guard let retries = Int(bytes.text(value)), (0...1_000_000).contains(retries) else {
                throw SQLProblem(at: value.lowerBound, "lock-retries is a whole number")
            }
            lockRules.retries = retries
        case "irreversible":
            guard !value.isEmpty else {
                throw SQLProblem(at: key.lowerBound, "irreversible says why the revision cannot be taken back")
            }
            irreversible = bytes.text(value)
            irreversibleOffset = key.lowerBound
        case "imported-from":
            guard !value.isEmpty else {
                throw SQLProblem(at: key.lowerBound, "imported-from says which tool the revision comes from")
            }
            importedFrom = bytes.text(value)
        case "uses":
            uses = try Self.variables(value, in: bytes)
            usesOffset = key.lowerBound
        case "repeatable":
            repeatable = bytes.text(value)
            repeatableOffset = key.lowerBound
        default:
            switch bytes.lowercasedText(value) {
            case "on": isTransactional = true
            case "off": isTransactional = false
            default: throw SQLProblem(at: value.lowerBound, "transaction is 'on' or 'off', not '\(bytes.text(value))'")
            }
        }
    }

    /// The header, once the first section or the end of the file is reached.
    func finish(_ source: SQLSource) throws(SQLProblem) -> SQLRevisionHeader {
        if let repeatable { return try finish(source, repeatable) }
        guard let id else {
            throw SQLProblem(at: 0, "the header names no revision; begin the file with '-- revision: ID'")
        }
        var line = 1
        for byte in source.bytes[..<idOffset] where byte == 0x0A { line += 1 }
        return SQLRevisionHeader(
            id: id,
            parents: parents,
            branchLabels: branchLabels,
            dependsOn: dependsOn,
            message: message.isEmpty ? Self.message(fromPath: source.file, id: id) : message,
            isTransactional: isTransactional,
            lockRules: lockRules,
            irreversible: irreversible,
            importedFrom: importedFrom,
            line: line
        )
    }

    /// The header of a file that is no revision; its file's name is its own.
    private func finish(_ source: SQLSource, _ word: String) throws(SQLProblem) -> SQLRevisionHeader {
        if let key = seen.first(where: { !Self.keysOfRepeatables.contains($0) }) {
            throw SQLProblem(
                at: repeatableOffset,
                "a repeatable file has no '\(key)'; its keys are \(Self.keysOfRepeatables.joined(separator: ", "))"
            )
        }
        let name = Repeatable.name(ofFile: source.file)
        if let problem = RevisionID.problem(ofName: name) {
            throw SQLProblem(at: repeatableOffset, "the file's name cannot be a repeatable's: \(problem); rename it")
        }
        let id = Repeatable.id(name)
        var line = 1
        for byte in source.bytes[..<repeatableOffset] where byte == 0x0A { line += 1 }
        return SQLRevisionHeader(
            id: id,
            dependsOn: dependsOn,
            message: message.isEmpty ? Self.message(fromPath: source.file, id: id) : message,
            lockRules: lockRules,
            repeatable: word,
            line: line
        )
    }

    /// The keys that a repeatable file may hold.
    private static let keysOfRepeatables = [
        "repeatable", "depends-on", "message", "lock-timeout", "lock-retries", "uses",
    ]

    /// Refuses a way back beside the reason why there is none.
    func check(hasDowngrade: Bool) throws(SQLProblem) {
        guard hasDowngrade, irreversible != nil else { return }
        throw SQLProblem(
            at: irreversibleOffset,
            "the header says that the revision is irreversible, and the file has a downgrade section; keep one of them"
        )
    }

    /// Refuses a variable that is said to be used and is not.
    func check(variables: [SQLVariable]) throws(SQLProblem) {
        guard let unused = uses.first(where: { name in !variables.contains { $0.name == name } }) else { return }
        throw SQLProblem(
            at: usesOffset,
            "'\(unused)' is in '-- uses:' and nowhere in the file; write :\"\(unused)\" for a name or :'\(unused)' for a "
                + "text, or remove it"
        )
    }

    /// `3f2a9c1b7d04_add_the_audit_log.sql` says "add the audit log".
    static func message(fromPath path: String, id: RevisionID) -> String {
        let fileName = path.split(separator: "/").last ?? path[...]
        let stem = fileName.utf8.count > 4 ? String(fileName.dropLast(4)) : String(fileName)
        var slug = stem[...]
        if slug.hasPrefix(id.rawValue) {
            slug = slug.dropFirst(id.rawValue.count)
        }
        let words = slug.split { $0 == "_" || $0 == "-" || $0 == " " }.joined(separator: " ")
        return words.isEmpty ? stem : words
    }

    private static func hint(for name: String) -> String {
        let spelling = name.lowercased().map { $0 == "_" ? "-" : $0 }
        let plain = String(spelling)
        let known = keys.joined(separator: ", ")
        let alias: String? =
            switch plain {
            case "id", "revision-id", "rev": "revision"
            case "down-revision", "down-revisions", "revises", "parent": "parents"
            case "label", "labels", "branch-label": "branch-labels"
            case "depends", "dependencies", "dependson": "depends-on"
            case "transactional": "transaction"
            case "upgrade", "downgrade": nil
            default: keys.contains(plain) ? plain : Suggestion.nearest(to: plain, among: keys)
            }
        return (alias.map { "; did you mean '\($0)'?" } ?? "") + "; the keys are \(known)"
    }

    private static func checkPrintable(_ value: Range<Int>, in bytes: [UInt8]) throws(SQLProblem) {
        guard bytes[value].contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return }
        var offset = value.lowerBound
        for scalar in bytes.text(value).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                throw SQLProblem(at: offset, "a control character (U+\(hexadecimal(scalar))) in the header; remove it")
            default:
                offset += UTF8.width(scalar)
            }
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func list(_ value: Range<Int>, what: String, in bytes: [UInt8]) throws(SQLProblem) -> [String] {
        guard !value.isEmpty else { return [] }
        var names: [String] = []
        var start = value.lowerBound
        while true {
            let comma = bytes[start..<value.upperBound].firstIndex(of: UInt8(ascii: ",")) ?? value.upperBound
            names.append(try name(bytes.trimmed(start..<comma), what: what, in: bytes))
            guard comma < value.upperBound else { return names }
            start = comma + 1
        }
    }

    private static func variables(_ value: Range<Int>, in bytes: [UInt8]) throws(SQLProblem) -> [String] {
        var names: [String] = []
        for part in bytes[value].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let range = bytes.trimmed(part.startIndex..<part.endIndex)
            let name = bytes.text(range)
            guard !range.isEmpty, bytes[range].allSatisfy(SQLVariable.isNameByte) else {
                throw SQLProblem(at: range.lowerBound, "a variable's name has letters, digits and _, not '\(name)'")
            }
            guard !names.contains(name) else {
                throw SQLProblem(at: range.lowerBound, "'-- uses:' lists '\(name)' twice; keep one")
            }
            names.append(name)
        }
        return names
    }

    private static func name(_ range: Range<Int>, what: String, in bytes: [UInt8]) throws(SQLProblem) -> String {
        let name = bytes.text(range)
        // Nearly every name, and far quicker than to ask Unicode of each letter.
        let isPlain = bytes[range].allSatisfy { $0.isSQLLetter || $0.isSQLDigit || $0 == 0x5F }
        if isPlain, (1...RevisionID.maximumLength).contains(range.count) { return name }
        if let problem = RevisionID.problem(ofName: name) {
            let shown = name.isEmpty ? "" : " '\(name.prefix(80))'"
            throw SQLProblem(at: range.lowerBound, "\(what)\(shown) will not do: \(problem)")
        }
        return name
    }
}
