import MigrationDSL
import Migrator

extension JSON {
    /// What a comparison found:
    /// `{"from","to","differences":[{"change","object","summary","destroys","hazards","sql"}],"unsupported","unverified"}`.
    static func differences(_ report: DiffReport) -> JSON {
        .object([
            "from": .string(report.from),
            "to": .string(report.to),
            "differences": .list(of: report.differences),
            "unsupported": .unsupported(report.unsupported),
            "unverified": .unverified(in: report),
        ])
    }

    /// `[{"change","object","summary","destroys","hazards","sql"}]`.
    static func list(of differences: [DiffReport.Difference]) -> JSON {
        .array(
            differences.map { difference in
                .object([
                    "change": .string(difference.change),
                    "object": .string(difference.object),
                    "summary": .string(difference.summary),
                    "destroys": .bool(difference.destroys),
                    "hazards": .strings(difference.hazards),
                    "sql": .strings(difference.sql),
                ])
            }
        )
    }

    /// `[{"object","summary","old","new","why"}]`.
    static func unverified(in report: DiffReport) -> JSON {
        .array(
            report.unverified.map { part in
                .object([
                    "object": .string(part.object.description), "summary": .string(part.summary),
                    "old": .string(part.old), "new": .string(part.new),
                    "why": report.whyUnverified.map { .string($0) } ?? .null,
                ])
            }
        )
    }
}
