/// The definition of a policy: which rows of a table a role sees and writes; PostgreSQL only.
///
/// ```swift
/// Policy("own", on: "documents", using: "owner = current_user")
/// ```
public struct Policy: Hashable, Sendable, Changeable {
    /// The policy's name.
    public let name: String
    /// The table that it is of.
    public let table: ObjectName
    /// Whether one permissive policy is enough; of those that are not, each has to agree.
    public let isPermissive: Bool
    /// The commands that it is about.
    public let command: Command
    /// The roles that it is about; `public` stands for all.
    public let roles: [String]
    /// The condition of the rows that are seen.
    public let using: SQLText?
    /// The condition of the rows that are written; as `using` if `nil`.
    public let check: SQLText?
    /// What it is for.
    public private(set) var comment: String?

    /// The commands that a policy is about.
    public enum Command: String, Hashable, Sendable {
        /// All.
        case all = "ALL"
        /// `SELECT`.
        case select = "SELECT"
        /// `INSERT`.
        case insert = "INSERT"
        /// `UPDATE`.
        case update = "UPDATE"
        /// `DELETE`.
        case delete = "DELETE"
    }

    /// Creates a definition.
    public init(
        _ name: String,
        on table: ObjectName,
        permissive: Bool = true,
        for command: Command = .all,
        to roles: [String] = ["public"],
        using: SQLText? = nil,
        check: SQLText? = nil
    ) {
        self.name = name
        self.table = table
        isPermissive = permissive
        self.command = command
        self.roles = roles
        self.using = using
        self.check = check
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Policy {
        with { $0.comment = comment }
    }
}

extension Policy: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.flag("restrictive", !isPermissive)
        if command != .all { text.string("command", command.rawValue) }
        if roles != ["public"] { text.strings("roles", roles) }
        text.value("using", using)
        text.value("check", check)
        text.string("comment", comment)
    }
}
