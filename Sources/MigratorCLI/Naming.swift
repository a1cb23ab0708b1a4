import Migrator

/// What a program goes by: its name, the prefix of its variables, and its database where nothing names one.
struct Naming: Sendable {
    @TaskLocal static var current = Naming()

    /// The prefix of the variables that programs of every name know.
    static let neutralPrefix = "MIGRATOR"

    /// What it is called in its help and its messages.
    var name = "migrator"
    /// The prefix of its own variables.
    var prefix = Naming.neutralPrefix
    /// The URL of the database that it has if nothing names one.
    var database: String?

    /// What a variable of the environment says.
    enum Variable {
        case config, database, payloads, revisions, scratch
    }

    /// The names of a variable, the program's own first.
    func names(of variable: Variable) -> [String] {
        let (own, neutral) =
            switch variable {
            case .config: ("\(prefix)_CONFIG", "\(Self.neutralPrefix)_CONFIG")
            case .database: ("\(prefix)_DATABASE_URL", "DATABASE_URL")
            case .payloads: ("\(prefix)_PAYLOADS", "\(Self.neutralPrefix)_PAYLOADS")
            case .revisions: ("\(prefix)_REVISIONS", "\(Self.neutralPrefix)_REVISIONS")
            case .scratch: ("\(prefix)_SCRATCH", "\(Self.neutralPrefix)_SCRATCH")
            }
        return prefix == Self.neutralPrefix ? [neutral] : [own, neutral]
    }

    /// The name of a variable that help and messages show: the program's own.
    func name(of variable: Variable) -> String { names(of: variable)[0] }

    /// The value of a variable, by whichever of its names it is set.
    ///
    /// - Throws: `invalidSetting` if two names of it have different values.
    static func value(
        of variable: Variable,
        in environment: (String) -> String?
    ) throws(MigratorError) -> String? {
        let set = current.names(of: variable).compactMap { name in environment(name).map { (name: name, value: $0) } }
        guard let first = set.first else { return nil }
        if let other = set.first(where: { $0.value != first.value }) {
            throw MigratorError(.invalidSetting, "\(first.name) and \(other.name) differ; set one of them")
        }
        return first.value
    }
}

/// The name that the program goes by in its help.
enum ProgramName {
    static var current: String { Naming.current.name }
}
