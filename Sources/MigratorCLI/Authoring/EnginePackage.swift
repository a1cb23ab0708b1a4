import Migrator
import MigratorSystem

/// The location of the engine's package, for a new package.
struct EnginePackage: Hashable {
    /// A folder's full path, or a URL.
    let location: String

    var isURL: Bool { location.contains("://") || location.hasPrefix("git@") }

    /// The package at a location; without one, the sources that this program was built from, if they are still there.
    static func find(_ location: String?, file: String = #filePath) -> EnginePackage? {
        guard let location else {
            // …/Sources/MigratorCLI/Authoring/EnginePackage.swift
            let root = file.folder.folder.folder.folder
            let isThere = System.kind(ofPath: root.appending(path: "Package.swift")) == .file
            return isThere ? EnginePackage(location: root) : nil
        }
        let package = EnginePackage(location: location)
        guard !package.isURL else { return package }
        return SystemCalls.realPath(location).map { EnginePackage(location: $0) }
    }

    /// The location without what would end a literal.
    var plainLocation: String { location.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } }

    /// The line of a package's manifest that names it.
    var dependency: String {
        let literal = "\"\(plainLocation)\""
        return isURL ? ".package(url: \(literal), branch: \"main\")" : ".package(path: \(literal))"
    }

    /// The name that the package manager knows it by.
    var identity: String {
        let name = location.hasSuffix("/") ? String(location.dropLast()).lastName : location.lastName
        return name.lowercased().hasSuffix(".git") ? String(name.dropLast(4)) : name
    }
}
