import MigrationDSL
import MigratorCore

/// A direction of another tool's migration as the section of a revision.
struct RevisionSection {
    /// The section's lines; as many as the text has.
    private(set) var bytes: [UInt8]
    /// Whether all of it can run in one transaction.
    private(set) var isTransactional: Bool
    /// Where its lines come from.
    let origin: ForeignText
    /// The statements that are left out: those that change the tool's own table.
    private(set) var leftOut: [ImportFinding] = []

    /// Makes it.
    ///
    /// Transactions that the text opens around all of its statements are left to the engine, and comments that would say
    /// something to the engine are changed. All else stays as it is, byte by byte.
    /// - Throws: `Left` with the place if a revision cannot hold the text.
    init(_ text: ForeignText, isTransactional: Bool, ownTable: String?) throws(Left) {
        origin = text
        bytes = text.bytes
        self.isTransactional = isTransactional
        do throws(SQLProblem) {
            var read = try ForeignStatements(bytes, ownTable: ownTable)
            for start in read.speakingComments.reversed() { bytes.insert(contentsOf: " |".utf8, at: start + 2) }
            if !read.speakingComments.isEmpty {
                read = try ForeignStatements(bytes, ownTable: ownTable)
            }
            let controls = read.wholeTransactions ?? []
            // The tool's own transaction or none: what the text itself puts into one was in one.
            if !controls.isEmpty { self.isTransactional = true }
            var removed = controls
            for statement in read.statements {
                if statement.namesOwnTable {
                    let reason = "a statement about the tool's own table, which is left out: no revision needs it"
                    let problem = finding(SQLProblem(at: statement.range.lowerBound, reason))
                    leftOut.append(problem)
                    removed.append(statement.range)
                    continue
                }
                if controls.contains(statement.range) { continue }
                if let refusal = statement.problem(isTransactional: false) {
                    throw SQLProblem(at: statement.range.lowerBound, refusal)
                }
                if statement.problem(isTransactional: true) != nil { self.isTransactional = false }
            }
            for range in removed.sorted(by: { $0.lowerBound > $1.lowerBound }) { remove(range) }
        } catch {
            throw Left(finding(error))
        }
    }

    /// Why a text does not become a section.
    struct Left: Error {
        let finding: ImportFinding

        init(_ finding: ImportFinding) {
            self.finding = finding
        }
    }

    /// A problem of these bytes, with the line of the file.
    private func finding(_ problem: SQLProblem) -> ImportFinding {
        guard let source = try? SQLSource(file: origin.file, contents: bytes) else {
            return ImportFinding(file: origin.file, "it is no text")
        }
        let error = source.error(problem)
        return ImportFinding(file: origin.file, line: number(ofLine: error.location?.line ?? 1), error.message)
    }

    /// The line of the file that a line of the section is.
    func number(ofLine line: Int) -> Int { origin.number(ofLine: line) }
}

extension RevisionSection {
    /// Takes a statement out; the line ends within it stay, so that lines keep their numbers.
    private mutating func remove(_ range: Range<Int>) {
        bytes.replaceSubrange(range, with: bytes[range].filter { $0 == 0x0A })
    }
}
