import MigratorSystem

extension Value {
    /// The value as the text of a JSON document.
    ///
    /// A `json` case is given as it is written; bytes and times become strings.
    public var jsonText: String {
        var text = ""
        writeJSON(to: &text)
        return text
    }

    private func writeJSON(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.isFinite ? Self.shortest(value) : "null"
        case .decimal(let value), .json(let value): text += value
        case .text(let value), .uuid(let value), .date(let value), .timestamp(let value):
            text += JSONString.quoted(value)
        case .bytes(let value): text += JSONString.quoted(Digest.hex(value))
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ", " }
                element.writeJSON(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ", " }
                text += JSONString.quoted(member.name) + ": "
                member.value.writeJSON(to: &text)
            }
            text += "}"
        }
    }

    private static func shortest(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") && value.magnitude < 1e15 ? text : text.replacing("e+", with: "e")
    }
}
