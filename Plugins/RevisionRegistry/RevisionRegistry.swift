import Foundation
import PackagePlugin

/// Adds to a target the constant `revisions`, which lists the revisions that its files declare.
@main
struct RevisionRegistryPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let module = target as? any SourceModuleTarget else {
            Diagnostics.error("RevisionRegistry needs a target of Swift files; '\(target.name)' is none")
            return []
        }
        let folder = target.directoryURL
        let files = module.sourceFiles(withSuffix: ".swift").map(\.url) + embeddedFiles(in: folder)
        let outputs = ["GeneratedRevisions.swift", "GeneratedPayloads.swift"].map {
            context.pluginWorkDirectoryURL.appending(path: $0)
        }
        // A path as it is: percent escapes would break folders with a space.
        let arguments =
            outputs.map { $0.path(percentEncoded: false) }
            + [target.name, path(of: folder)]
            + files.map { $0.path(percentEncoded: false) }
        return [
            .buildCommand(
                displayName: "Listing the revisions of \(target.name)",
                executable: try context.tool(named: "MigratorRevisionIndex").url,
                arguments: arguments,
                inputFiles: files,
                outputFiles: outputs
            )
        ]
    }

    private func path(of folder: URL) -> String {
        let path = folder.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The files in folders named `payloads`, and the `.sql` files in others, at any depth.
    ///
    /// The manifest excludes folders of payloads, so that the package manager does not list their files itself.
    private func embeddedFiles(in folder: URL) -> [URL] {
        guard let paths = FileManager.default.enumerator(atPath: path(of: folder)) else { return [] }
        var files: [URL] = []
        for case let path as String in paths {
            let parts = path.split(separator: "/")
            if parts.last?.hasPrefix(".") ?? true {
                paths.skipDescendants()
                continue
            }
            let url = folder.appending(path: path)
            var isFolder: ObjCBool = false
            guard parts.dropLast().contains("payloads") || path.hasSuffix(".sql"),
                FileManager.default.fileExists(atPath: url.path(percentEncoded: false), isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files.append(url)
        }
        return files.sorted { $0.path(percentEncoded: false) < $1.path(percentEncoded: false) }
    }
}
