import Foundation
import MigratorTestSupport
import Testing

/// `check` over a repository of a dozen faults.
struct FaultyRepositoryTests {
    @Test func eachFaultIsNamedOnceAtItsFileAndLine() async throws {
        let repository = try await FaultyRepository()
        let result = try repository.check(["--with-offline", "--format", "json"])
        #expect(result.status == 3, "\(result.errors)")
        let findings = try FaultyRepository.findings(result)
        #expect(findings.map(FaultyRepository.fault) == FaultyRepository.faults)
        for finding in findings {
            #expect((finding["command"] as? String)?.hasPrefix("migrator ") == true, "\(finding)")
            let level = finding["kind"] as? String == "drift" ? "warning" : "error"
            #expect(finding["level"] as? String == level, "\(finding)")
        }
        let text = try repository.check()
        for fault in FaultyRepository.faults {
            #expect(text.output.contains("\(fault.file):\(fault.line):"), "\(fault) in \(text.output)")
        }
    }

    @Test(arguments: FaultyRepository.gates)
    func aGateIsOffWarnsOrIsRequired(gate: String, count: Int) async throws {
        let repository = try await FaultyRepository()
        func findings(_ flags: String...) throws -> [[String: Any]] {
            try FaultyRepository.findings(try repository.check(flags + ["--format", "json"]))
        }
        let others = FaultyRepository.gates.map(\.0).filter { $0 != gate }.map { "--no-\($0)" }
        func alone(_ flags: String...) throws -> ToolResult {
            try repository.check(
                others.filter { gate != "drift" || $0 != "--no-pending" } + flags + ["--format", "json"]
            )
        }
        // Drift looks where another gate asks the database.
        let wanted = gate == "drift" ? 2 : count
        // Where nothing says that a revision does not run, payloads were looked at in part.
        let on = gate == "payload" ? try alone() : try alone("--require", gate)
        #expect(try FaultyRepository.findings(on).count == wanted, "\(on.output)")
        let all = try findings("--with-offline")
        #expect(all.count { $0["kind"] as? String == gate } == count)
        let off = gate == "offline" ? try findings("--no-offline") : try findings("--no-\(gate)", "--with-offline")
        #expect(
            off.map(FaultyRepository.fault) == all.filter { $0["kind"] as? String != gate }.map(FaultyRepository.fault)
        )
        let warned = try alone("--warn", gate)
        let levels = try FaultyRepository.findings(warned).filter { $0["kind"] as? String == gate }
            .map { $0["level"] as? String }
        #expect(levels == Array(repeating: "warning", count: count), "\(warned.output)")
        #expect(gate == "drift" || warned.status == 0, "\(warned.output)")
        try repository.folder.write("migrator.conf", "check.\(gate) = off\n")
        #expect(try findings().allSatisfy { $0["kind"] as? String != gate })
        try repository.folder.write("migrator.conf", "check.\(gate) = error\n")
        let errors = try findings().filter { $0["kind"] as? String == gate }
        #expect(errors.count == count && errors.allSatisfy { $0["level"] as? String == "error" })
    }

    /// Each in a form of its own, of one run.
    @Test func severalFormsAreWrittenAtOnce() async throws {
        let repository = try await FaultyRepository()
        let result = try repository.check([
            "--with-offline", "--format", "github", "--sarif-output", "check.sarif", "--json-output", "check.json",
        ])
        #expect(result.status == 3, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == FaultyRepository.faults.count, "\(result.output)")
        for (line, fault) in zip(lines, FaultyRepository.faults) {
            let level = fault.rule == "drift" ? "warning" : "error"
            let file = fault.file.replacing(":", with: "%3A")
            let start = "::\(level) file=\(file),line=\(fault.line),title=migrator check%3A \(fault.rule)::"
            #expect(line.hasPrefix(start), "\(line)")
        }
        let sarif = try sarif(repository, "check.sarif")
        #expect(sarif.compactMap { $0["ruleId"] as? String } == FaultyRepository.faults.map(\.rule))
        let json = try Data(contentsOf: URL(filePath: "\(repository.folder.path)/check.json"))
        let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
        #expect((object?["findings"] as? [Any])?.count == FaultyRepository.faults.count)
        // To standard output it is the same log.
        let printed = try repository.check(["--with-offline", "--format", "sarif"])
        let written = try String(contentsOfFile: "\(repository.folder.path)/check.sarif", encoding: .utf8)
        #expect(printed.output == written && printed.status == 3)
    }

    private func sarif(_ repository: FaultyRepository, _ name: String) throws -> [[String: Any]] {
        let data = try Data(contentsOf: URL(filePath: "\(repository.folder.path)/\(name)"))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require((object?["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
    }

    @Test(.enabled(if: SARIFReaders.areThere, "sarif-tools and sarif-pydantic cannot be had from PyPI"))
    func theLogIsReadByReadersThatAreNotOurs() async throws {
        let repository = try await FaultyRepository()
        let log = "\(repository.folder.path)/check.sarif"
        #expect(try repository.check(["--with-offline", "-o", log, "--format", "sarif"]).status == 3)
        let read = try await Script.run("sarif.sh", log).split(separator: "\n").map { $0.split(separator: "\t") }
        let wanted = FaultyRepository.faults.map { fault in
            let file = fault.file.replacing(" ", with: "%20").replacing(":", with: "%3A")
            return [fault.rule == "drift" ? "warning" : "error", fault.rule, file, "\(fault.line)"]
        }
        #expect(read.map { $0.map(String.init) } == wanted)
        // One without a finding is a log, too.
        let none = "\(repository.folder.path)/none.sarif"
        let off = FaultyRepository.gates.map { "--no-\($0.0)" }
        #expect(try repository.check(off + ["--sarif-output", none]).status == 0)
        #expect(try await Script.run("sarif.sh", none) == "")
    }
}

/// The readers that scripts/sarif.sh installs.
enum SARIFReaders {
    static let areThere = (try? Tool.finish(Script.process("sarif.sh", ["--make"])).status) == 0
}
