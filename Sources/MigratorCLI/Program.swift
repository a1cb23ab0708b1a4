import ArgumentParser
import Dispatch
import MigrationDSL
import Migrator
import MigratorDatabase

/// One call of the program, from its arguments to its status.
struct Program {
    let command: MigratorCommand
    /// Whether the process is this call's: signals end its work, and it ends the process if that takes too long.
    let ownsProcess: Bool

    /// Parses the arguments, runs the verb and reports what became of it.
    func run(_ arguments: [String]) async -> ExitStatus {
        let arguments = ArgumentNormalizer.normalize(arguments, verbs: RootCommand.verbs)
        if let error = VerbProblem.find(in: arguments) { return Self.report(error, Self.console(arguments)) }
        let verb: any Verb
        do {
            var command = try RootCommand.parse(normalized: arguments)
            guard let parsed = command as? any Verb else {
                // The parser's own: `help`, or no verb at all.
                try command.run()
                return Self.ended(.done, Self.console(arguments))
            }
            verb = parsed
        } catch {
            return Self.answer(parserError: error, Self.console(arguments))
        }
        do throws(UsageError) { try verb.checkFormat() } catch { return Self.report(error, Self.console(arguments)) }
        let settings: Settings
        do throws(MigratorError) {
            settings = try Settings(verb.global, environment: System.environment, read: System.readText)
        } catch {
            return Self.report(error, Self.console(arguments))
        }
        let session = Session(
            settings: settings,
            console: Console(settings),
            registries: command.registries,
            application: command.caches,
            model: command.model,
            ownsProcess: ownsProcess
        )
        return await run(verb, session)
    }

    private func run(_ verb: any Verb, _ session: Session) async -> ExitStatus {
        let interruption = Interruption()
        let work = Task { try await verb.run(session) }
        let sources =
            ownsProcess
            ? interruption.listen {
                work.cancel()
                if type(of: verb).endsOnSignal { Self.leave(after: Self.patience, interruption, session.console) }
            } : []
        defer { withExtendedLifetime(sources) {} }
        do {
            let status = try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
            return Self.ended(status, session.console)
        } catch {
            guard let signal = interruption.signal, ErrorReport.isCancellation(error) else {
                return Self.report(error, session.console, showsValues: session.settings.migrator.showsValues)
            }
            let note = (error as? RunStopped)?.note
            Self.tellInterrupted(note.map { "interrupted: \($0)" } ?? "interrupted", session.console)
            return .signal(signal)
        }
    }

    /// How long all that is to be cleaned up after a signal may take together.
    private static let patience = DispatchTimeInterval.seconds(15)

    /// Ends the process even if it is still cleaning up: a network that swallows everything must not keep it.
    ///
    /// What it leaves open, the database undoes when it finds out.
    private static func leave(after patience: DispatchTimeInterval, _ interruption: Interruption, _ console: Console) {
        DispatchQueue.global().asyncAfter(deadline: .now() + patience) {
            tellInterrupted("interrupted: the database gives no answer; 'current' will say where it is", console)
            System.exit(.signal(interruption.signal ?? System.terminate))
        }
    }

    private static func tellInterrupted(_ text: String, _ console: Console) {
        console.complain(console.isJSON ? ErrorReport(code: "interrupted", message: text).json.text : text)
    }

    /// The status of a verb that did what it should: an answer that is not there is a failure, too.
    private static func ended(_ status: ExitStatus, _ console: Console) -> ExitStatus {
        guard let problem = console.finish() else { return status }
        let failed = report(problem, console)
        return status == .done ? failed : status
    }

    // MARK: Errors

    private static func report(_ error: any Error, _ console: Console, showsValues: Bool = false) -> ExitStatus {
        let report = ErrorReport(error, showsValues: showsValues)
        console.complain(console.isJSON ? report.json.text : report.text(console.errorStyle))
        return ExitStatus.of((error as? RunStopped)?.cause ?? error)
    }

    /// Prints help where it was asked for, and what is wrong with the command line where it was not.
    private static func answer(parserError error: any Error, _ console: Console) -> ExitStatus {
        let text = RootCommand.fullMessage(for: error)
        guard !RootCommand.exitCode(for: error).isSuccess else {
            console.print(text.hasSuffix("\n") ? text : text + "\n")
            return ended(.done, console)
        }
        let report = ErrorReport(code: "usage", message: RootCommand.message(for: error))
        console.complain(console.isJSON ? report.json.text : TerminalText.block(text))
        return .usage
    }

    /// The console for errors from before the settings are known: only the most needful is looked for.
    private static func console(_ arguments: [String]) -> Console {
        let arguments = arguments.prefix { $0 != "--" }
        let asked = arguments.last { $0.hasPrefix("--format=") }?.dropFirst(9)
        var format = asked.flatMap { OutputFormat(rawValue: String($0)) }
        if asked == nil, let text = try? System.readText(Settings.defaultFile),
            let file = try? SettingsFile(text: text, path: Settings.defaultFile), let entry = file["format"]
        {
            format = OutputFormat(rawValue: entry.value)
        }
        var settings = Settings(format: format ?? .text)
        settings.color = !arguments.contains("--no-color") && System.environment("NO_COLOR") == nil
        return Console(settings)
    }
}
