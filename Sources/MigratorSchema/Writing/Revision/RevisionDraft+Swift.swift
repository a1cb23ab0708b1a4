import MigrationDSL
import MigratorCore

extension RevisionDraft {
    /// A Swift file that compiles as it is.
    ///
    /// Nothing is written for a downgrade that the engine derives. One that it would derive otherwise stands in
    /// `downgrade`; where there is none, the revision says why.
    /// - Parameter typeName: The name of the revision's type.
    /// - Returns: The text.
    package func swift(typeName: String) -> String {
        var writer = SwiftWriter()
        writer.line("import MigrationDSL")
        writer.line()
        if !message.isEmpty { writer.line("/// \(message)") }
        if !message.isEmpty, !remarks.isEmpty { writer.line("///") }
        for remark in remarks { writer.line("/// \(remark)") }
        writer.line("struct \(typeName): \(conformance) {")
        for constant in constants { writer.statement(constant, indent: 4) }
        writer.line()
        write("upgrade", upgrade, to: &writer)
        if let written {
            writer.line()
            write("downgrade", written, to: &writer)
        }
        writer.line("}")
        return writer.text
    }

    private func write(_ function: String, _ operations: [Operation], to writer: inout SwiftWriter) {
        writer.line("func \(function)(_ op: Operations) {", indent: 4)
        for statement in operations.flatMap(SwiftSpelling.revision.statements) {
            writer.statement(statement, indent: 8)
        }
        writer.line("}", indent: 4)
    }

    private var conformance: String {
        if case .none = downgrade { return "IrreversibleRevision" }
        return written == nil ? "Revision" : "ReversibleRevision"
    }

    private var constants: [SwiftSource] {
        var constants = [SwiftSource.constant("id: RevisionID", .name(id.rawValue))]
        if !parents.isEmpty { constants.append(.constant("parents: [RevisionID]", .names(parents.map(\.rawValue)))) }
        if !branchLabels.isEmpty { constants.append(.constant("branchLabels", .names(branchLabels))) }
        if !dependsOn.isEmpty { constants.append(.constant("dependsOn: [RevisionID]", .names(dependsOn))) }
        if !isTransactional { constants.append(.constant("transactional", .plain("false"))) }
        if case .none(let reason) = downgrade { constants.append(.constant("irreversible", .text(reason))) }
        return constants
    }

    /// The operations of the downgrade, if they are not those that the upgrade gives reversed.
    private var written: [Operation]? {
        guard case .operations(let operations) = downgrade else { return nil }
        let derived = try? upgrade.reversedOperations()
        return derived.map(canonical) == canonical(operations) ? nil : operations
    }

    private func canonical(_ operations: [Operation]) -> String {
        operations.canonicalText { text, database in SQLCanonical.text(of: text, kind: database.kind) }
    }
}

extension SwiftSource {
    fileprivate static func constant(_ name: String, _ value: SwiftSource) -> SwiftSource {
        .assignment("static let \(name)", value)
    }
}
