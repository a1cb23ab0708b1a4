import Foundation
import MigratorTestSupport
import Testing

/// A library that ends the program at one of its outward actions; see `Fixtures/death/death.c`.
struct Shim: Sendable {
    /// Before or after which action, counted from 1 on.
    struct Moment: Sendable, CustomStringConvertible {
        var action: Int
        var isAfter: Bool

        var description: String { "\(isAfter ? "after" : "before") action \(action)" }
    }

    private let folder = TemporaryFolder("shim")
    private var library: String { "\(folder.path)/death.so" }

    /// Compiles it.
    init() async throws {
        let result = try await Tool.finishAside(Self.compiler([fixture("death/death.c"), "-o", library]))
        try #require(result.status == 0, "\(result.errors)")
    }

    /// Whether it can be had: the loader is asked as Linux's is.
    static let isPossible: Bool = {
        #if os(Linux)
        return (try? Tool.finish(compiler(["--version"])).status) == 0
        #else
        return false
        #endif
    }()

    private static func compiler(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["clang", "-shared", "-fPIC", "-O1"] + arguments + ["-ldl"]
        return process
    }

    /// What the program must find in its environment to die at a moment.
    func environment(_ moment: Moment) -> [String: String] {
        ["LD_PRELOAD": library, "DEATH_AT": "\(moment.action)", "DEATH_AFTER": moment.isAfter ? "1" : "0"]
    }

    /// How many actions a run of the program has that lives.
    func actions(_ run: (_ environment: [String: String]) async throws -> Void) async throws -> Int {
        let count = try folder.write("count", Data(count: 8))
        try await run(["LD_PRELOAD": library, "DEATH_COUNT": count])
        let bytes = FileManager.default.contents(atPath: count) ?? Data()
        return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
