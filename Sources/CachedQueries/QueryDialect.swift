package import MigratorDatabase

/// What databases do differently with an application's queries.
///
/// `PostgreSQL/` and `SQLite/` hold those of the two; another kind of database brings its own. A list of keys is one
/// parameter, or one for each half of a pair, so that a statement is the same for one key and for many, and no limit of
/// parameters matters.
package protocol QueryDialect: DatabaseRoom {
    /// The placeholder of the parameter with a number, from 1.
    func placeholder(_ number: Int) -> String

    /// The condition that a column's value is among the keys of a parameter.
    ///
    /// - Parameters:
    ///   - column: The column.
    ///   - type: Its type, for databases that must be told.
    ///   - number: The parameter's number, from 1.
    /// - Returns: The condition's SQL.
    func among(_ column: String, _ type: String, _ number: Int) -> String

    /// The condition that two columns of text are among pairs, which are the first parameters.
    func among(_ first: String, _ second: String) -> String

    /// The keys as a parameter.
    func list(_ keys: [String]) throws -> DatabaseCell

    /// Pairs as parameters.
    func list(_ pairs: [(String, String)]) throws -> [DatabaseCell]

    /// The end of a query that keeps its rows as they are until COMMIT, with the space before it.
    var rowLock: String { get }

    /// The query of one row whose column `standby` says whether the connection leads to one; `nil` where there are none.
    var standbyQuery: String? { get }
}

extension QueryDialect {
    package func placeholder(_ number: Int) -> String { "$\(number)" }

    /// None: one transaction at a time writes.
    package var rowLock: String { "" }

    /// None: there are no standbys.
    package var standbyQuery: String? { nil }
}
