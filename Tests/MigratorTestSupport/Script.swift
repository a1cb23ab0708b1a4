package import Foundation

/// The package's own scripts, for the servers and programs that tests need beside the binary.
package enum Script {
    /// The folder of the package.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A script, not started yet.
    package static func process(_ name: String, _ arguments: [String], in folder: String = root) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(root)/scripts/\(name)")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs a script that must succeed, and returns what it printed.
    @discardableResult
    package static func run(_ name: String, _ arguments: String...) async throws -> String {
        try await run(name, arguments)
    }

    /// Runs a script that must succeed, and returns what it printed.
    @discardableResult
    package static func run(_ name: String, _ arguments: [String]) async throws -> String {
        let result = try await Tool.finishAside(process(name, arguments))
        guard result.status == 0 else { throw ScriptFailure(name: name, said: result.errors) }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Whether a script finds the program that it is for.
    package static func finds(_ name: String) -> Bool {
        (try? Tool.finish(process(name, ["find"])).status) == 0
    }

    /// A folder that does not exist yet, which the user of a server may reach, with a name short enough for a socket.
    package static func serverFolder() -> String { "/tmp/migrator-test-\(UUID().uuidString.prefix(8))" }
}

/// A script that failed.
package struct ScriptFailure: Error {
    let name: String
    let said: String
}
