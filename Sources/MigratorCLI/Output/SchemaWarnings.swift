import Migrator

extension Console {
    /// Warns of objects that cannot be read, compared or written.
    func warn(ofUnsupported objects: [UnsupportedObject]) {
        for object in objects {
            warn(TerminalText.line("\(object.kind) \(object.object) is left out: \(object.why)"))
        }
    }
}

extension JSON {
    /// `[{"object","kind","why"}]`.
    static func unsupported(_ objects: [UnsupportedObject]) -> JSON {
        .array(
            objects.map { object in
                .object([
                    "object": .string(object.object), "kind": .string(object.kind), "why": .string(object.why),
                ])
            }
        )
    }
}
