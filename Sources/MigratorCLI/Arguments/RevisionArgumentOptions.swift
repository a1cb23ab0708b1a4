import ArgumentParser
import Migrator

/// The arguments that revisions read.
struct RevisionArgumentOptions: ParsableArguments {
    @Option(
        name: .customShort("x"),
        help: ArgumentHelp(
            "An argument that revisions read as op.arguments, or use as a variable in SQL; repeatable.",
            valueName: "key=value"
        )
    )
    var arguments: [String] = []

    /// Writes the arguments into a run's settings, over those of the settings file.
    func apply(to settings: inout MigratorSettings) throws(UsageError) {
        for (key, value) in try dictionary() { settings.arguments[key] = value }
    }

    /// The arguments by their keys; one without `=` is empty.
    func dictionary() throws(UsageError) -> [String: String] {
        var result: [String: String] = [:]
        for argument in arguments {
            let key = String(argument.prefix { $0 != "=" })
            guard !key.isEmpty else { throw UsageError("-x takes KEY=VALUE, not '\(argument)'") }
            guard result[key] == nil else { throw UsageError("-x gives '\(key)' twice; keep one") }
            result[key] = String(argument.dropFirst(key.count + 1))
        }
        return result
    }
}
