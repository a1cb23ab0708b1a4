import MigrationDSL
import MigratorSystem

/// The folder that a repository's services take paths from: that of the repository, else the one that we are in.
struct SourceRoot: Sendable {
    /// Its full path, links resolved.
    let folder: String
    /// The folder that relative paths begin in.
    private let current: String

    init(_ folder: String, current: String) {
        self.folder = folder
        self.current = current
    }

    /// The root around the folder that the process is in.
    static func find() -> SourceRoot {
        let current = SystemCalls.realPath(".") ?? "/"
        var folder = current
        while !SystemCalls.isThere(folder.appending(path: ".git")) {
            guard folder != "/" else { return SourceRoot(current, current: current) }
            folder = folder.folder
        }
        return SourceRoot(folder, current: current)
    }

    /// A file's path from the root; `nil` if it lies elsewhere.
    func relative(_ path: String) -> String? {
        let full = current.appending(path: path)
        if let real = SystemCalls.realPath(full), let found = below(real) { return found }
        // What is gone, and what a link leads out of the root to, is where it is named.
        let isPlain = !full.split(separator: "/").contains { $0 == ".." || $0 == "." }
        return isPlain ? below(full) : nil
    }

    /// A place as it is shown to the user: from the folder that they are in, if it lies there.
    func shown(_ location: SourceLocation) -> String {
        let path = SystemCalls.realPath(current.appending(path: location.file)) ?? location.file
        let start = current == "/" ? current : current + "/"
        guard location.file.hasPrefix("/"), path.utf8.starts(with: start.utf8) else { return "\(location)" }
        let shown = String(decoding: path.utf8.dropFirst(start.utf8.count), as: UTF8.self)
        return "\(SourceLocation(file: shown, line: location.line, column: location.column))"
    }

    private func below(_ path: String) -> String? {
        let root = folder == "/" ? folder : folder + "/"
        guard path.utf8.starts(with: root.utf8) else { return nil }
        return String(decoding: path.utf8.dropFirst(root.utf8.count), as: UTF8.self)
    }

    /// A file's URI: relative to the root, or a whole one if the file lies elsewhere.
    func uri(_ path: String) -> (text: String, isRelative: Bool) {
        if let relative = relative(path) { return (Self.encoded(relative), true) }
        let full = current.appending(path: path)
        return ("file://" + Self.encoded(SystemCalls.realPath(full) ?? full), false)
    }

    /// A path as it stands in a URI: each byte that is not plain there as `%` and two digits.
    private static func encoded(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain || "/-._~".unicodeScalars.contains(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "%" + Digest.hex([byte]).uppercased()
            }
        }
        return text
    }
}
