import MigratorSystem

/// What the environment says of tests' databases.
enum TestSettings {
    /// `MIGRATOR_TEST_KEEP`: whether what a failed test leaves is kept.
    static var keepsFailed: Bool { !["", "0"].contains(SystemCalls.environment("MIGRATOR_TEST_KEEP") ?? "") }

    /// `MIGRATOR_TEST_LIMIT`: how many databases are open at once.
    static func limit(_ standard: Int) -> Int {
        SystemCalls.environment("MIGRATOR_TEST_LIMIT").flatMap { Int($0) }.map { max($0, 1) } ?? standard
    }

    /// For how many seconds a template that nobody uses stays, and what a failed test has left.
    static let longest = 7 * 86_400
    /// How many templates stay.
    static let templates = 16

    static func print(_ line: String) { _ = SystemCalls.writeAll(2, Array("\(line)\n".utf8)) }
}
