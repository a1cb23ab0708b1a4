import MigrationDSL
public import MigratorCore
public import MigratorSafety

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Findings that an old history has and that nobody will mend.
///
/// As text it is one JSON object: `{"format":1,"findings":[{"rule":…,"revision":…,"direction":…,"object":…}]}`. Lines are
/// no part of it, so that a comment above changes nothing.
public struct LintBaseline: Sendable {
    private struct Entry: Hashable, Codable, Comparable {
        var rule: String
        var revision: String
        var direction: String
        var object: String

        static func < (left: Entry, right: Entry) -> Bool {
            (left.revision, left.direction, left.rule, left.object)
                < (right.revision, right.direction, right.rule, right.object)
        }
    }

    private struct Document: Codable {
        var format: Int
        var findings: [Entry]
    }

    private var entries: Set<Entry> = []

    /// Creates a baseline of nothing.
    public init() {}

    /// Takes what was found.
    public init(_ findings: [SafetyFinding]) {
        entries = Set(findings.map(Self.entry))
    }

    /// Reads the text of a baseline.
    ///
    /// - Throws: `MigratorError` with code `.invalidSetting` if it is none.
    public init(json: String, file: String) throws(MigratorError) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json.utf8)), document.format == 1
        else {
            throw MigratorError(
                .invalidSetting,
                "\(file) is no baseline of format 1, as 'lint --write-baseline' writes it"
            )
        }
        entries = Set(document.findings)
    }

    /// The text of a baseline.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(Document(format: 1, findings: entries.sorted()))) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    func holds(_ finding: SafetyFinding) -> Bool { entries.contains(Self.entry(finding)) }

    private static func entry(_ finding: SafetyFinding) -> Entry {
        Entry(
            rule: finding.rule.rawValue,
            revision: finding.revision?.rawValue ?? "",
            direction: finding.direction.rawValue,
            object: finding.object
        )
    }
}
