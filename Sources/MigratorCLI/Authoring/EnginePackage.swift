import Migrator
import MigratorSystem

/// Where a new package finds the engine's.
struct EnginePackage: Hashable {
    /// A folder's full path, or a URL.
    let place: String

    private var isURL: Bool { place.contains("://") || place.hasPrefix("git@") }

    /// The package at a place; without one, the sources that this program was built from, if they are still there.
    static func find(_ place: String?, file: String = #filePath) -> EnginePackage? {
        guard let place else {
            // …/Sources/MigratorCLI/Authoring/EnginePackage.swift
            let root = file.folder.folder.folder.folder
            let isThere = System.kind(ofPath: root.appending(path: "Package.swift")) == .file
            return isThere ? EnginePackage(place: root) : nil
        }
        let package = EnginePackage(place: place)
        guard !package.isURL else { return package }
        return SystemCalls.realPath(place).map { EnginePackage(place: $0) }
    }

    /// The line of a package's manifest that names it.
    var dependency: String {
        let literal = "\"\(place.filter { $0 != "\"" && $0 != "\\" })\""
        return isURL ? ".package(url: \(literal), branch: \"main\")" : ".package(path: \(literal))"
    }

    /// The name that the package manager knows it by.
    var identity: String {
        let name = place.hasSuffix("/") ? String(place.dropLast()).lastName : place.lastName
        return name.lowercased().hasSuffix(".git") ? String(name.dropLast(4)) : name
    }
}
