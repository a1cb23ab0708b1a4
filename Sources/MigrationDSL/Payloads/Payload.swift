package import MigratorSystem

/// The source of the rows of a bulk insert.
public struct Payload: Sendable {
    package enum Source: Sendable {
        case file(path: String, format: Format?)
        case rows([Row])
        case computed(ComputedRows)
    }

    /// How a file spells its rows.
    public enum Format: String, Hashable, Sendable {
        /// A JSON array of objects.
        case json
        /// A JSON object a line.
        case ndjson
        /// Comma-separated values with a header, as RFC 4180 has it.
        case csv
    }

    package let source: Source

    package init(_ source: Source) {
        self.source = source
    }

    /// A JSON array of objects; the path is relative to the revision's file.
    public static func json(_ path: String) -> Payload {
        Payload(.file(path: path, format: .json))
    }

    /// A JSON object a line; the path is relative to the revision's file.
    public static func ndjson(_ path: String) -> Payload {
        Payload(.file(path: path, format: .ndjson))
    }

    /// Comma-separated values with a header; the path is relative to the revision's file.
    public static func csv(_ path: String) -> Payload {
        Payload(.file(path: path, format: .csv))
    }

    /// Rows that are written down in the revision.
    public static func rows(_ rows: [Row]) -> Payload {
        Payload(.rows(rows))
    }

    /// Rows that a closure makes.
    ///
    /// - Parameters:
    ///   - name: The name that the checksum and messages know the rows by.
    ///   - inputs: The paths of files that the rows are made from, relative to the revision's file.
    ///   - rows: Makes the rows, one at a time as the sequence is walked; must give the same rows for the same inputs.
    /// - Returns: The payload.
    public static func computed(
        _ name: String,
        inputs: [String] = [],
        rows: @escaping @Sendable (ComputedInputs) throws -> any Sequence<Row>
    ) -> Payload {
        Payload(.computed(ComputedRows(name: name, inputs: inputs, rows: rows)))
    }
}

/// Rows that a closure makes.
package struct ComputedRows: Sendable {
    package let name: String
    package let inputs: [String]
    package let rows: @Sendable (ComputedInputs) throws -> any Sequence<Row>
}

/// The files that a computed payload is made from.
public struct ComputedInputs: Sendable {
    private let files: [ExactText: [UInt8]]

    package init(_ files: [ExactText: [UInt8]]) {
        self.files = files
    }

    /// The bytes of an input; empty if the payload does not list it.
    public subscript(path: String) -> [UInt8] {
        files[ExactText(path)] ?? []
    }
}

extension Payload {
    /// A description in a few words for a person.
    public var summary: String {
        switch source {
        case .file(let path, _): path
        case .rows(let rows): rows.count == 1 ? "1 row" : "\(rows.count) rows"
        case .computed(let computed): "computed \(computed.name)"
        }
    }
}

extension Payload: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch source {
        case .file(let path, let format):
            text.string("path", path)
            text.string("format", format?.rawValue)
        case .rows(let rows): text.values("rows", rows)
        case .computed(let computed):
            text.string("computed", computed.name)
            text.strings("inputs", computed.inputs)
        }
    }
}
