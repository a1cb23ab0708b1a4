import Foundation

/// A payload that becomes part of the executable.
struct EmbeddedPayload {
    /// Larger payloads stay files.
    static let maximumSize = 256 * 1024
    /// What all payloads of a target may weigh before the generator warns.
    static let budget = 4 * 1024 * 1024
    /// The folders that hold payloads, at any depth.
    static let folder = "payloads"

    /// The path relative to the history's folder.
    let path: String
    let bytes: [UInt8]

    /// Whether a path is one of a payload.
    static func isPayload(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { $0 == folder }
    }

    /// The literal of its content, and whether that is base64: what is no UTF-8 has no literal of its own.
    var literal: (text: String, isBase64: Bool) {
        if let text = String(validating: bytes, as: UTF8.self) { return (text.swiftLiteral, false) }
        return (Data(bytes).base64EncodedString().swiftLiteral, true)
    }
}
