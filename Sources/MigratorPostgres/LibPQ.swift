#if os(Linux)
import MigratorBlocking
import MigratorDatabase

/// libpq, loaded when it is first needed.
///
/// With the thirty libraries that it brings, loading it takes longer than most of a run with nothing to do, and a
/// program on SQLite needs none of them. On systems other than Linux it is linked.
enum LibPQ {
    private static let library = SharedLibrary("libpq.so.5", having: "PQenterPipelineMode", since: "14")

    /// Loads it; costs nothing once it is there.
    static func load() throws(DatabaseFailure) {
        guard let problem = library.problem else { return }
        throw DatabaseFailure(
            .cannotOpen,
            "there is no libpq to reach PostgreSQL with: \(problem)",
            hint: "install it (Debian's package is libpq5), or set LD_LIBRARY_PATH to where it lies"
        )
    }

    /// A function, by its name there.
    static func function<Function>(_ name: String) -> Function? { library.function(name) }
}
#endif
