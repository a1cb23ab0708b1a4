package import Foundation

/// What a process printed and how it ended.
package struct ToolResult: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String

    /// The JSON object on stdout.
    package func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }

    /// The `error` object on stderr.
    package func jsonError() throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(errors.utf8)) as? [String: Any]
        return object?["error"] as? [String: Any] ?? [:]
    }
}

/// A process that ended while something was still asked of it.
package struct ToolFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ result: ToolResult) {
        description = "it ended with \(result.status): \(result.errors)\(result.output)"
    }
}

/// The `migrator` that was built beside the tests, run as a user would.
package struct Tool: Sendable {
    package var folder: String
    package var environment: [String: String]
    package var executable: String

    package init(in folder: String, environment: [String: String] = [:]) {
        self.folder = folder
        self.environment = environment
        executable = Self.built
    }

    /// The path of the built executable: the folder of the test bundle.
    package static var built: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("migrator").path
    }

    package func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var environment = ProcessInfo.processInfo.environment
        for name in ["DATABASE_URL", "MIGRATOR_REVISIONS", "MIGRATOR_CONFIG", "MIGRATOR_PAYLOADS", "NO_COLOR"] {
            environment[name] = nil
        }
        environment["MIGRATOR_CACHE_DIR"] = "\(folder)/.cache"
        environment.merge(self.environment) { $1 }
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs it to its end.
    package func run(_ arguments: String...) throws -> ToolResult {
        try run(arguments)
    }

    /// Runs it to its end.
    package func run(_ arguments: [String]) throws -> ToolResult {
        let process = process(arguments)
        return try Self.finish(process)
    }

    /// Runs it to its end on a thread of its own.
    package func runAside(_ arguments: String...) async throws -> ToolResult {
        try await Self.finishAside(process(arguments))
    }

    /// Runs a process to its end on a thread of its own: waiting processes would fill the pool of threads.
    package static func finishAside(_ process: Process) async throws -> ToolResult {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Tool.finish(process) })
            }
        }
    }

    /// Starts a process, reads what it prints, and waits for its end.
    package static func finish(_ process: Process) throws -> ToolResult {
        // Files, not pipes: a full pipe would stop a process that nobody reads from.
        let folder = TemporaryFolder("tool")
        let output = try folder.write("output", "")
        let errors = try folder.write("errors", "")
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        let status =
            process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
        return ToolResult(
            status: status,
            output: String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self),
            errors: String(decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self)
        )
    }
}
