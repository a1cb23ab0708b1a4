import CacheBridge

/// How events are shown.
enum EventText {
    /// `17  2026-01-01T00:00:00Z  upgrade 9f94d908afb9  data  naming_spirits, agent_templates`.
    static func line(_ event: InvalidationEvent) -> String {
        TerminalText.line((["\(event.id)"] + parts(event)).joined(separator: "  "))
    }

    /// The same without its number, which not every event has, and with the entities and tables it is about.
    static func watched(_ event: InvalidationEvent) -> String {
        var parts = parts(event)
        if !event.entities.isEmpty { parts.append("of \(event.entities.joined(separator: ", "))") }
        if !event.tables.isEmpty { parts.append("(\(event.tables.joined(separator: ", ")))") }
        return TerminalText.line(parts.joined(separator: "  "))
    }

    private static func parts(_ event: InvalidationEvent) -> [String] {
        [
            event.at.isEmpty ? "-" : event.at,
            event.direction.rawValue + (event.revision.map { " \($0)" } ?? "")
                + (event.versionTable.map { " (\($0))" } ?? ""),
            event.kind.rawValue,
            event.namespaces.isEmpty ? "no namespace" : event.namespaces.joined(separator: ", "),
        ]
    }

    /// The event as it travels, and further members.
    static func json(_ event: InvalidationEvent, with members: [JSON.Member] = []) -> JSON {
        let own: JSON = .object([
            "id": .number(Int(event.id)),
            "uuid": .string(event.uuid),
            "database": .string(event.database),
            "revision": event.revision.map { .string($0) } ?? .null,
            "direction": .string(event.direction.rawValue),
            "kind": .string(event.kind.rawValue),
            "tables": .strings(event.tables),
            "namespaces": .strings(event.namespaces),
            "drop_prepared": .strings(event.dropPrepared),
            "at": .string(event.at),
            "version_table": event.versionTable.map { .string($0) },
        ])
        guard case .object(let known) = own else { return own }
        return .object(known + members)
    }
}
