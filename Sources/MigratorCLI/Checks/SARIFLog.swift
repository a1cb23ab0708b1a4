import MigrationDSL
import Migrator
import MigratorSystem

/// What `check` found as a SARIF log, version 2.1.0: one run of one tool.
struct SARIFLog {
    private let report: CheckReport
    private let root: SourceRoot
    /// The place of a finding that has none: services refuse a log with a result that has no place.
    private let fallback: SourceLocation?

    init(_ report: CheckReport, _ root: SourceRoot, fallback: SourceLocation? = nil) {
        self.report = report
        self.root = root
        self.fallback = fallback
    }

    /// The document, with a line break behind it.
    var text: String { log.text + "\n" }

    private var log: JSON {
        .object([
            "$schema": .string(
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
            ),
            "version": .string("2.1.0"),
            "runs": .array([run]),
        ])
    }

    private var run: JSON {
        .object([
            "tool": .object(["driver": driver]),
            "invocations": .array([invocation]),
            "originalUriBaseIds": .object([.init(key: Self.base, value: Self.described("the root of the sources"))]),
            "results": .array(results),
            "properties": .object([
                "checked": .strings(report.checked.map(\.rawValue)), "revisions": .number(report.revisions),
            ]),
        ])
    }

    /// The name by which relative paths say what they are relative to.
    private static let base = "%SRCROOT%"

    private static func described(_ text: String) -> JSON { .object(["description": message(text)]) }

    private static func message(_ text: String) -> JSON { .object(["text": .string(text)]) }

    // MARK: The tool

    private var driver: JSON {
        .object([
            "name": .string(ProgramName.current),
            "version": .string(MigrationEngine.version),
            "rules": .array(CheckRule.all.map(rule)),
            "notifications": .array([
                notification(Self.skipped, "A gate could not look."),
                notification(Self.remark, "A gate looked, and left something out."),
            ]),
        ])
    }

    private func rule(_ rule: CheckRule) -> JSON {
        .object([
            "id": .string(rule.id),
            "name": .string(rule.id.split(separator: "-").map(\.capitalized).joined()),
            "shortDescription": Self.message(rule.title),
            "fullDescription": Self.message("\(rule.title) \(rule.why)"),
            "help": .object([
                "text": .string(RuleText.plain(rule)), "markdown": .string(RuleText.markdown(rule)),
            ]),
            "defaultConfiguration": .object(["level": .string(Self.level(rule.level))]),
            "properties": .object(["tags": .strings([rule.gate?.rawValue ?? "gates", "migrations"])]),
        ])
    }

    private static func level(_ gate: CheckOptions.Gate) -> String {
        switch gate {
        case .warn: "warning"
        // One that is off until it is asked for is an error then.
        case .error, .off: "error"
        }
    }

    private static let skipped = "skipped"
    private static let remark = "remark"

    private func notification(_ id: String, _ text: String) -> JSON {
        .object(["id": .string(id), "shortDescription": Self.message(text)])
    }

    // MARK: What it did

    private var invocation: JSON {
        let status: ExitStatus = report.hasErrors ? .found : .done
        return .object([
            "executionSuccessful": .bool(true),
            "exitCode": .number(Int(status.code)),
            "toolExecutionNotifications": .array(
                report.skipped.map { told($0, Self.skipped) } + report.remarks.map { told($0, Self.remark) }
            ),
        ])
    }

    private func told(_ remark: CheckReport.Remark, _ id: String) -> JSON {
        .object([
            "descriptor": .object(["id": .string(id)]),
            "level": .string("note"),
            "message": Self.message("\(remark.kind.rawValue): \(remark.message)"),
        ])
    }

    // MARK: What it found

    private var results: [JSON] {
        var counts: [[ExactText]: Int] = [:]
        return report.findings.map { finding in
            let identity = identity(of: finding)
            counts[identity.map(ExactText.init), default: 0] += 1
            let count = counts[identity.map(ExactText.init)] ?? 1
            return result(finding, fingerprint: Digest.hex(Digest.sha256(ofParts: identity + ["\(count)"])))
        }
    }

    /// What of a finding stays the same while lines move and messages are worded anew.
    private func identity(of finding: CheckReport.Finding) -> [String] {
        let file = finding.location.map { root.uri($0.file).text }
        return [finding.rule, finding.revision?.rawValue ?? "", finding.object ?? "", file ?? ""]
    }

    private func result(_ finding: CheckReport.Finding, fingerprint: String) -> JSON {
        .object([
            "ruleId": .string(finding.rule),
            "ruleIndex": CheckRule.all.firstIndex { $0.id == finding.rule }.map { .number($0) },
            "level": .string(finding.level.rawValue),
            "message": Self.message(finding.message),
            "locations": locations(finding),
            "partialFingerprints": .object([.init(key: "migratorFinding/v1", value: .string(fingerprint))]),
            "properties": .object([
                "gate": .string(finding.kind.rawValue),
                "revision": finding.revision.map { .string($0.rawValue) },
                "object": finding.object.map { .string($0) },
                "command": finding.command.map { .string("\(ProgramName.current) \($0)") },
            ]),
        ])
    }

    private func locations(_ finding: CheckReport.Finding) -> JSON? {
        guard let place = finding.location ?? fallback else { return nil }
        let uri = root.uri(place.file)
        let file = JSON.object([
            "uri": .string(uri.text), "uriBaseId": uri.isRelative ? .string(Self.base) : nil,
        ])
        let object = finding.object.map { name in
            JSON.array([.object(["fullyQualifiedName": .string(name)])])
        }
        return .array([
            .object([
                "physicalLocation": .object([
                    "artifactLocation": file, "region": .object(["startLine": .number(max(1, place.line))]),
                ]),
                "logicalLocations": object,
            ])
        ])
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
