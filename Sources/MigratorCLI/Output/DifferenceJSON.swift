import MigrationDSL
import Migrator

extension JSON {
    /// What a comparison found:
    /// `{"from","to","differences":[{"change","object","summary","destroys","hazards","sql"}],"unsupported","unverified"}`.
    static func differences(_ report: DiffReport) -> JSON {
        .object([
            "from": .string(report.from),
            "to": .string(report.to),
            "differences": .array(
                report.differences.map { difference in
                    .object([
                        "change": .string(difference.change),
                        "object": .string(difference.object),
                        "summary": .string(difference.summary),
                        "destroys": .bool(difference.destroys),
                        "hazards": .strings(difference.hazards),
                        "sql": .strings(difference.sql),
                    ])
                }
            ),
            "unsupported": .unsupported(report.unsupported),
            "unverified": .array(
                report.unverified.map { part in
                    .object([
                        "object": .string(part.object.description), "summary": .string(part.summary),
                        "old": .string(part.old), "new": .string(part.new),
                        "why": report.whyUnverified.map { .string($0) } ?? .null,
                    ])
                }
            ),
        ])
    }
}
