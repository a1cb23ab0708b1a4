import MigrationDSL
import MigratorCore

/// goose: `VERSION_title.sql` with lines `-- +goose Up`, `-- +goose Down` and others.
enum GooseFormat: ForeignFormat {
    static let depth = 0

    static func reads(_ name: String) -> Bool { parts(name) != nil }

    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject {
        var read: [(number: UInt64, name: MigrationName, file: ForeignFile)] = []
        for file in files {
            guard let name = parts(file.name) else { continue }
            guard let number = name.number, number <= UInt64(Int64.max), number > 0 else {
                throw file.error("the version \(name.version) is no number of goose; they begin with 1")
            }
            read.append((number, name, file))
        }
        try ForeignProject.checkDistinct(read.map { ("\($0.number)", $0.file) })
        var project = ForeignProject()
        for (number, name, file) in read.sorted(by: { $0.number < $1.number }) {
            project.migrations.append(try migration(number, name, file))
        }
        return project
    }

    private static func parts(_ name: String) -> MigrationName? {
        guard !name.hasSuffix("_test.go") else { return nil }
        return (name.without(end: ".sql") ?? name.without(end: ".go")).flatMap { MigrationName($0) }
    }

    private static func migration(
        _ number: UInt64,
        _ name: MigrationName,
        _ file: ForeignFile
    ) throws(MigratorError) -> ForeignMigration {
        var migration = ForeignMigration(
            id: RevisionID(name.version),
            keys: [String(number)],
            message: MigrationName.message(name.title, else: name.version),
            file: file.path,
            upgrade: .text(ForeignText(file: file.path)),
            downgrade: .none("\(file.path) has no line '-- +goose Down'")
        )
        if file.name.hasSuffix(".go") {
            let finding = ImportFinding(file: file.path, "it is written in Go; write what it does in SQL")
            (migration.upgrade, migration.downgrade) = (.left(finding), .left(finding))
            return migration
        }
        let reading = try GooseReading(file)
        migration.upgrade = reading.script(reading.upgrade, substituted: reading.substituted.upgrade)
        if let downgrade = reading.downgrade {
            migration.downgrade = reading.script(downgrade, substituted: reading.substituted.downgrade)
        }
        migration.isTransactional = reading.isTransactional
        return migration
    }
}

/// A file of goose, taken apart at its annotations as goose does it: line by line.
private struct GooseReading {
    var upgrade: ForeignText
    var downgrade: ForeignText?
    var isTransactional = true
    /// The first line of each direction that a variable of the environment may stand in.
    var substituted: (upgrade: Int?, downgrade: Int?)

    init(_ file: ForeignFile) throws(MigratorError) {
        upgrade = ForeignText(file: file.path)
        var hasUpgrade = false
        var statement: Int?
        var substitutes = false
        for line in try file.text().lines {
            guard let annotation = try Self.annotation(line, file) else {
                if !hasUpgrade, !line.isBlank, !line.isComment {
                    throw file.error("a statement before '-- +goose Up'", line: line.number)
                }
                note(line, substitutes)
                continue
            }
            switch annotation {
            case "up":
                guard !hasUpgrade else { throw file.error("a second '-- +goose Up'", line: line.number) }
                hasUpgrade = true
            case "down":
                guard hasUpgrade, downgrade == nil, statement == nil else {
                    throw file.error("'-- +goose Down' stands once, after '-- +goose Up'", line: line.number)
                }
                downgrade = ForeignText(file: file.path)
            case "statementbegin":
                guard hasUpgrade, statement == nil else {
                    throw file.error("'-- +goose StatementBegin' has no place here", line: line.number)
                }
                statement = line.number
            case "statementend":
                guard statement != nil else {
                    throw file.error("'-- +goose StatementEnd' without StatementBegin", line: line.number)
                }
                statement = nil
            case "no transaction": isTransactional = false
            case "envsub on": substitutes = true
            case "envsub off": substitutes = false
            default: throw file.error("goose knows no annotation '\(annotation)'", line: line.number)
            }
        }
        guard hasUpgrade else { throw file.error("the file has no line '-- +goose Up'") }
        if let statement {
            throw file.error("'-- +goose StatementBegin' without StatementEnd", line: statement)
        }
    }

    private mutating func note(_ line: ForeignText.Line, _ substitutes: Bool) {
        let isSubstituted = substitutes && line.text.utf8.contains(UInt8(ascii: "$"))
        if downgrade != nil {
            downgrade?.append(line)
            if isSubstituted, substituted.downgrade == nil { substituted.downgrade = line.number }
        } else {
            upgrade.append(line)
            if isSubstituted, substituted.upgrade == nil { substituted.upgrade = line.number }
        }
    }

    func script(_ text: ForeignText, substituted line: Int?) -> ForeignMigration.Script {
        guard let line else { return .text(text) }
        return .left(
            ImportFinding(
                file: text.file,
                line: line,
                "ENVSUB puts variables of the environment in here; write their values"
            )
        )
    }

    /// What follows `+goose` on a line of a comment, in small letters.
    private static func annotation(_ line: ForeignText.Line, _ file: ForeignFile) throws(MigratorError) -> String? {
        guard line.isComment, let mark = line.text.range(ofText: "+goose") else { return nil }
        guard line.text.hasPrefix("--") else {
            throw file.error("an annotation of goose begins its line", line: line.number)
        }
        let words = (line.text[..<mark.lowerBound] + line.text[mark.upperBound...])
            .split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "-" }
        return words.joined(separator: " ").lowercased()
    }
}
