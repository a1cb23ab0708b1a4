/// The small parts of messages about payloads.
package enum PayloadMessage {
    /// A name from a payload in double quotes, shortened, with nothing that would disturb a terminal.
    package static func quoted(_ name: String) -> String {
        "\"" + printable(name, limit: 80) + "\""
    }

    package static func printable(_ text: String, limit: Int) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return shown + "…" }
            switch scalar.properties.generalCategory {
            // Format characters too: some turn the direction of writing around.
            case .control, .format, .lineSeparator, .paragraphSeparator:
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                shown.unicodeScalars.append(scalar)
            }
            count += 1
        }
        return shown
    }

    package static func list(_ names: [String], limit: Int = 12) -> String {
        let shown = names.prefix(limit).map(quoted).joined(separator: ", ")
        return names.count > limit ? shown + " and \(names.count - limit) more" : shown
    }
}
