import Foundation

/// Processes that all start at the same moment.
package struct Race: Sendable {
    private let tool: Tool
    private let gate: String

    package init(_ tool: Tool) {
        self.tool = tool
        gate = "\(tool.folder)/gate-\(UUID().uuidString.prefix(8))"
    }

    /// Starts a process for each list of arguments, and lets them go when all are there.
    ///
    /// `meanwhile` is done while they run, and is given their process ids. How they ended comes in the lists' order.
    package func run(
        _ processes: [[String]],
        meanwhile: @Sendable ([Int32]) async throws -> Void = { _ in }
    ) async throws -> [ToolResult] {
        try await withThrowingTaskGroup(of: (Int, ToolResult).self) { tasks in
            for (index, arguments) in processes.enumerated() {
                tasks.addTask { (index, try await Tool.finishAside(waiting(arguments, index))) }
            }
            var ids: [Int32] = []
            try await poll(for: "all processes at the barrier") {
                ids = processes.indices.compactMap(id)
                return ids.count == processes.count
            }
            _ = FileManager.default.createFile(atPath: gate, contents: nil)
            try await meanwhile(ids)
            var results: [Int: ToolResult] = [:]
            for try await (index, result) in tasks { results[index] = result }
            return processes.indices.compactMap { results[$0] }
        }
    }

    /// A shell that says that it is there, waits for the gate, and becomes the process.
    private func waiting(_ arguments: [String], _ index: Int) -> Process {
        let process = tool.process(arguments)
        let command = """
            echo $$ > '\(gate)-\(index).new'; mv '\(gate)-\(index).new' '\(gate)-\(index)'
            while [ ! -e '\(gate)' ]; do sleep 0.002; done; exec "$0" "$@"
            """
        process.arguments = ["-c", command, tool.executable] + arguments
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        return process
    }

    private func id(_ index: Int) -> Int32? {
        guard let text = FileManager.default.contents(atPath: "\(gate)-\(index)") else { return nil }
        return Int32(String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
