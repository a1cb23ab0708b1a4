import MigrationDSL
import Migrator
import MigratorSystem

/// Where what `check` found goes: in one form to standard output or a file, in others to files beside it.
struct CheckOutput {
    /// A file, and the form of what is written there.
    struct File: Hashable {
        let path: String
        let format: OutputFormat
    }

    private let console: Console
    private let root: SourceRoot
    private let format: OutputFormat
    /// The file in place of standard output.
    private let output: String?
    private let files: [File]

    /// Sees first that the files can be written: a check takes long.
    ///
    /// - Throws: `UsageError` for one file with two forms, `MigratorError` for one that cannot be.
    init(_ console: Console, _ root: SourceRoot, _ format: OutputFormat, output: String?, beside: [File]) throws {
        self.console = console
        self.root = root
        self.format = format
        self.output = output
        files = (output.map { [File(path: $0, format: format)] } ?? []) + beside
        for (index, file) in files.enumerated() {
            guard !files[..<index].contains(where: { $0.path.isExactly(file.path) }) else {
                throw UsageError("\(TerminalText.line(file.path)) cannot hold two forms at once")
            }
            try Self.refuseUnwritable(file.path)
        }
    }

    private static func refuseUnwritable(_ path: String) throws(MigratorError) {
        let problem: String? =
            switch (System.kind(ofPath: path), System.kind(ofPath: path.folder)) {
            case (.folder, _): "it is a folder"
            case (.other, _): "it is no regular file"
            case (.missing, .missing): "there is no folder \(path.folder)"
            case (.missing, .file), (.missing, .other): "\(path.folder) is no folder"
            case (.file, _), (.missing, .folder): nil
            }
        if let problem { throw MigratorError(.fileSystem, "\(path) could not be written: \(problem)") }
    }

    /// Writes all files, each whole or not at all, and prints the rest.
    ///
    /// - Parameters:
    ///   - report: What was found.
    ///   - fallback: The place of a finding that has none, where a form needs one.
    /// - Throws: `MigratorError` for a file that cannot be written.
    func write(_ report: CheckReport, fallback: SourceLocation?) throws(MigratorError) {
        for file in files { try System.replaceFile(file.path, text(report, file.format, fallback)) }
        if let output {
            console.answer(
                JSON.object([
                    "command": .string(CheckCommand.name), "path": .string(output),
                    "errors": .number(report.findings.count { $0.level == .error }),
                    "warnings": .number(report.findings.count { $0.level == .warning }),
                ])
            )
            console.answer(TerminalText.line(output))
        } else {
            switch format {
            case .json: console.answer(JSON.check(report))
            case .sarif, .github: try console.printDocument(text(report, format, fallback))
            case .text, .sql, .swift, .html, .mermaid, .dot: show(report)
            }
        }
        note(report)
    }

    private func text(_ report: CheckReport, _ format: OutputFormat, _ fallback: SourceLocation?) -> String {
        switch format {
        case .json: JSON.check(report).text + "\n"
        case .sarif: SARIFLog(report, root, fallback: fallback).text
        case .github: GitHubAnnotations(root).text(report)
        case .text, .sql, .swift, .html, .mermaid, .dot: CheckText(root).document(report)
        }
    }

    private func show(_ report: CheckReport) {
        guard !report.findings.isEmpty else { return console.status(CheckText.nothing(report)) }
        console.answer(CheckText(root).table(report))
    }

    /// Says on standard error what is no finding.
    private func note(_ report: CheckReport) {
        // A file and annotations have it already.
        if output == nil, format != .github {
            for remark in report.skipped { console.note(CheckText.line(skipped: remark)) }
            for remark in report.remarks {
                console.warn(TerminalText.line("\(remark.kind.rawValue): \(remark.message)"))
            }
        }
        guard !report.findings.isEmpty else { return }
        if output == nil, format == .text {
            for command in CheckText.commands(report) { console.note(TerminalText.line(command)) }
        }
        console.note(CheckText.count(report))
    }
}
