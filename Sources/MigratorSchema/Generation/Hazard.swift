/// What is to be thought of before a difference is done away with.
package enum Hazard: Hashable, Sendable {
    /// Data goes that no downgrade brings back, such as `all rows of orders`.
    case deletesData(String)
    /// Rows that are there may be refused, as by a new check.
    case mayFail(String)
    /// The table's rows are written anew, while nothing else reads or writes it.
    case rewrites(String)
    /// The table cannot be read or written meanwhile.
    case blocksReads(String)
    /// The table cannot be written meanwhile.
    case blocksWrites(String)
    /// An index is built from all rows.
    case buildsIndex(String)
    /// Queries that use an index become slower.
    case dropsIndex(String)
    /// All rows are read, to see whether they keep a rule.
    case scans(String)
    /// An object is dropped and made again, and what was granted on it goes.
    case losesGrants(String)
    /// Which rows are seen or written by a role changes.
    case changesAccess(String)
    /// What uses it cannot be known from the schema.
    case hasUnknownUses(String)
    /// The body of a function is not checked when it is made, on the way there or back.
    case leavesUnchecked(String, naming: String)
    /// It cannot be taken back.
    case isIrreversible(String)
}

extension Hazard: CustomStringConvertible {
    /// The hazard in a sentence without its full stop.
    package var description: String {
        switch self {
        case .deletesData(let what): "deletes \(what)"
        case .mayFail(let why): "may fail: \(why)"
        case .rewrites(let table): "rewrites all rows of \(table), which nothing reads or writes meanwhile"
        case .blocksReads(let table): "keeps \(table) from being read and written meanwhile"
        case .blocksWrites(let table): "keeps \(table) from being written meanwhile"
        case .buildsIndex(let index): "builds index \(index) from all rows"
        case .dropsIndex(let index): "drops index \(index), by which queries may be fast"
        case .scans(let table): "reads all rows of \(table) to check them"
        case .losesGrants(let object): "makes \(object) anew, without what was granted on it"
        case .changesAccess(let what): "changes who may see or write rows: \(what)"
        case .hasUnknownUses(let object): "what uses \(object) is not known from the schema"
        case .leavesUnchecked(let function, let names):
            "leaves the body of \(function) unchecked, which names what is not there when it is made: \(names)"
        case .isIrreversible(let why): "cannot be taken back: \(why)"
        }
    }
}
