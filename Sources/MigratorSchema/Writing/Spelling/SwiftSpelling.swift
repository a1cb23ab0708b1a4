package import MigrationDSL

/// Values and operations of MigrationDSL as the Swift that a person would write: the shortest form, without defaults.
///
/// What is written makes an equal value when it is compiled; of constraints, also one that is written at its column
/// instead of beside it.
package struct SwiftSpelling: Sendable {
    /// Whether `renamed(from:)` is written, which a declared schema has and a revision does not.
    let keepsFormerNames: Bool
    /// Whether names are left out that the database gives by itself.
    let omitsAutomaticNames: Bool

    /// The spelling of revisions, which say each constraint's name.
    package static let revision = SwiftSpelling(keepsFormerNames: false, omitsAutomaticNames: false)
    /// The spelling of declared schemas.
    package static let declaration = SwiftSpelling(keepsFormerNames: true, omitsAutomaticNames: true)

    /// An object, as it stands in a declared schema.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - indent: The number of spaces before each line.
    /// - Returns: Lines, each with its end.
    package func text(of object: SchemaObject, indent: Int = 0) -> String {
        var writer = SwiftWriter()
        writer.statement(source(object), indent: indent)
        return writer.text
    }

    /// Operations, as they stand in a revision, with a comment above each that destroys data.
    ///
    /// - Parameters:
    ///   - operations: The operations.
    ///   - indent: The number of spaces before each line.
    /// - Returns: Lines, each with its end; empty for no operations.
    package func text(of operations: [Operation], indent: Int = 0) -> String {
        var writer = SwiftWriter()
        for operation in operations {
            for statement in statements(operation) { writer.statement(statement, indent: indent) }
        }
        return writer.text
    }
}
