import MigrationDSL
import Migrator

extension JSON {
    /// A revision as `history` and `show` list it.
    static func revision(_ entry: HistoryEntry) -> JSON {
        .object([
            "revision": .string(entry.revision.rawValue),
            "parents": .strings(entry.parents),
            "depends_on": .strings(entry.dependsOn),
            "branch_labels": .strings(entry.branchLabels),
            "message": .string(entry.message),
            "source": entry.source.map { .string($0.file) } ?? .null,
            "head": .bool(entry.isHead),
            "base": .bool(entry.isBase),
            "merge": .bool(entry.isMerge),
            "branch_point": .bool(entry.isBranchPoint),
            "applied": entry.isApplied.map { .bool($0) },
        ])
    }

    /// A repeatable as `history` lists it.
    static func repeatable(_ entry: RepeatableEntry) -> JSON {
        .object([
            "name": .string(entry.name),
            "depends_on": .strings(entry.dependsOn),
            "message": .string(entry.message),
            "source": entry.source.map { .string($0.file) } ?? .null,
            "due": entry.isDue.map { .bool($0) },
        ])
    }

    /// The answer of `upgrade` and `downgrade`; where rows came from is told on request.
    static func run(_ report: RunReport, withPayloads: Bool = false) -> JSON {
        .object([
            "command": .string(report.direction.rawValue),
            "target": .string(report.target),
            "dry_run": .bool(report.isDryRun),
            "steps": .array(report.steps.map(step)),
            "heads": .strings(report.heads),
            "events_pending": .number(report.eventsPending),
            "payloads": withPayloads ? .array(report.payloads.map { payload($0) }) : nil,
        ])
    }

    /// The source of the rows of a bulk insert.
    static func payload(_ payload: PayloadReport) -> JSON {
        .object([
            "revision": .string(payload.revision.rawValue),
            "payload": .string(payload.payload),
            "table": .string(payload.table),
            "rows": .number(payload.rows),
            "from": .string(payload.origin.rawValue),
            "duration_ms": .number(payload.time.milliseconds),
            "storing_ms": payload.storing.map { .number($0.milliseconds) },
            "kept": .bool(payload.isKept),
            "reason": payload.reason.map { .string($0) },
        ])
    }

    private static func step(_ step: RunReport.Step) -> JSON {
        .object([
            "revision": .string(step.revision.rawValue),
            "direction": .string(step.direction.rawValue),
            "message": .string(step.message),
            "duration_ms": .number(step.duration.milliseconds),
            "statements": .number(step.statements),
            "rows": .number(step.rows),
            "sql": step.sql.map { .strings($0) },
        ])
    }

    /// The answer of `stamp`.
    static func stamp(_ report: StampReport) -> JSON {
        .object([
            "command": .string("stamp"),
            "target": .string(report.targets.joined(separator: " ")),
            "targets": .strings(report.targets),
            "dry_run": .bool(report.isDryRun),
            "removed": .strings(report.removed),
            "added": .strings(report.added),
            "sql": report.sql.map { .strings($0) },
            "heads": .strings(report.heads),
            "events_pending": .number(report.eventsPending),
        ])
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// `12 ms`, `3.4 s` or `2 min 5 s`.
    var readable: String {
        let milliseconds = milliseconds
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 60_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
        return "\(milliseconds / 60_000) min \(milliseconds / 1000 % 60) s"
    }
}

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
