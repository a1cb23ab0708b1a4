import ArgumentParser
import MigrationDSL

/// The language of a revision; the raw value is the ending of its file.
enum RevisionLanguage: String, CaseIterable, Sendable, ExpressibleByArgument {
    case swift, sql
}

/// The text of a new revision's file.
struct RevisionTemplate {
    let id: RevisionID
    var parents: [RevisionID] = []
    var branchLabels: [String] = []
    var dependsOn: [String] = []
    /// On one line.
    let message: String

    /// A Swift file that compiles as it is.
    func swift(typeName: String) -> String {
        var lines = ["import MigrationDSL", ""]
        if !message.isEmpty { lines.append("/// \(message)") }
        lines.append("struct \(typeName): Revision {")
        lines.append("    static let id: RevisionID = \"\(id)\"")
        if !parents.isEmpty {
            lines.append("    static let parents: [RevisionID] = [\(Self.quoted(parents.map(\.rawValue)))]")
        }
        if !branchLabels.isEmpty { lines.append("    static let branchLabels = [\(Self.quoted(branchLabels))]") }
        if !dependsOn.isEmpty {
            lines.append("    static let dependsOn: [RevisionID] = [\(Self.quoted(dependsOn))]")
        }
        lines += ["", "    func upgrade(_ op: Operations) {", "    }", "}"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A SQL file with a header and both sections.
    var sql: String {
        var lines = ["-- revision: \(id)"]
        if !parents.isEmpty { lines.append("-- parents: \(parents.map(\.rawValue).joined(separator: ", "))") }
        if !branchLabels.isEmpty { lines.append("-- branch-labels: \(branchLabels.joined(separator: ", "))") }
        if !dependsOn.isEmpty { lines.append("-- depends-on: \(dependsOn.joined(separator: ", "))") }
        if !message.isEmpty { lines.append("-- message: \(message)") }
        lines += ["", "-- upgrade", "", "-- downgrade"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A list of literals; names hold neither quotes nor backslashes.
    private static func quoted(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
