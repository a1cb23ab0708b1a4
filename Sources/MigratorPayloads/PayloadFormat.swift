import MigratorCore

/// How the rows of a payload are written.
package enum PayloadFormat: String, Hashable, Sendable, CaseIterable {
    /// A JSON array of objects.
    case json
    /// One JSON object a line.
    case ndjson
    /// Comma-separated values after RFC 4180, with a header row.
    case csv

    /// The format that a path's extension names, `.gz` or `.zst` behind it aside; `nil` if it names none.
    package init?(path: String) {
        var name = Substring(path).lowercased()[...]
        if let compression = PayloadCompression(path: path) {
            name = name.dropLast(compression.suffix.utf8.count)
        }
        if name.hasSuffix(".json") {
            self = .json
        } else if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") {
            self = .ndjson
        } else if name.hasSuffix(".csv") {
            self = .csv
        } else {
            return nil
        }
    }
}
