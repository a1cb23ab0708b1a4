import MigrationDSL

/// The names that a new revision is given.
enum RevisionName {
    /// How long the part of a file's name is that comes from the message.
    static let longestSlug = 40

    /// Twelve hexadecimal digits at random.
    static func newID(unlike taken: (RevisionID) -> Bool) -> RevisionID {
        while true {
            let digits = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
            let id = RevisionID(String(repeating: "0", count: 12 - digits.count) + digits)
            // A target such as 1234 must not look like a number of steps.
            if !taken(id), id.rawValue.contains(where: \.isLetter) { return id }
        }
    }

    /// The message on one line, without control characters.
    static func message(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Character in
            TerminalText.isControl(scalar) ? " " : Character(scalar)
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    /// The words of a message: runs of letters and digits.
    private static func words(_ message: String) -> [Substring] {
        message.split { !($0.isLetter || $0.isNumber) }
    }

    /// `add_spirit_titles`, cut between words; empty if the message has no letters.
    static func slug(_ message: String) -> String {
        var slug = ""
        for word in words(message) {
            let longer = (slug.isEmpty ? "" : slug + "_") + word.lowercased()
            guard longer.count <= longestSlug else {
                if slug.isEmpty { slug = String(longer.prefix(longestSlug)) }
                break
            }
            slug = longer
        }
        return slug
    }

    /// The name of the file, such as `9f94d908afb9_add_spirit_titles.swift`.
    static func fileName(_ id: RevisionID, _ message: String, _ language: RevisionLanguage) -> String {
        let slug = slug(message)
        return "\(id)\(slug.isEmpty ? "" : "_")\(slug).\(language.rawValue)"
    }

    /// `AddSpiritTitles`: a type's name in ASCII, neither taken nor one of the DSL's.
    static func typeName(_ message: String, _ id: RevisionID, taken: Set<String>) -> String {
        var name = slug(message).split(separator: "_").map { word in
            let letters = word.filter(\.isASCII)
            return letters.prefix(1).uppercased() + letters.dropFirst()
        }.joined()
        if name.isEmpty || name.first?.isNumber == true { name = "Revision" + name }
        if hidesType(name) { name += "Revision" }
        guard taken.contains(name) else { return name }
        return "\(name)_\(id.rawValue.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })"
    }

    /// Whether a revision of this name would hide a type of the DSL, or of Swift, from its whole target.
    private static func hidesType(_ name: String) -> Bool {
        if ["Array", "Dictionary", "MigrationDSL", "String", "Type"].contains(name) { return true }
        // A list would have to grow with the DSL. The runtime finds each of its types by the mangled name, which ends in
        // a letter for what it is: a struct, an enum, a class or a protocol.
        return ["V", "O", "C", "_p"].contains { suffix in
            _typeByName("12MigrationDSL\(name.utf8.count)\(name)\(suffix)") != nil
        }
    }
}
