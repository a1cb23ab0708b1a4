#if os(Linux)
import Database

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// libpq, loaded when it is first needed.
///
/// With the thirty libraries that it brings it takes longer to load than most of what a run with nothing to do does, and
/// who works on SQLite needs none of them. Elsewhere than on Linux it is linked.
enum LibPQ {
    private static let name = "libpq.so.5"

    /// The library's handle, and what is wrong if there is none.
    private static let library: (handle: UInt, problem: String?) = {
        if let handle = dlopen(name, RTLD_LAZY) {
            let isNewEnough = dlsym(handle, "PQenterPipelineMode") != nil
            return (UInt(bitPattern: handle), isNewEnough ? nil : "\(name) is older than version 14")
        }
        return (0, dlerror().map { String(cString: $0) } ?? "\(name) cannot be loaded")
    }()

    /// Loads it; costs nothing once it is there.
    static func load() throws(DatabaseError) {
        guard let problem = library.problem else { return }
        throw DatabaseError(
            .cannotOpen,
            "there is no libpq to reach PostgreSQL with: \(problem)",
            hint: "install it (Debian's package is libpq5), or set LD_LIBRARY_PATH to where it lies"
        )
    }

    /// A function, by its name there.
    static func function<Function>(_ name: String) -> Function? {
        guard let handle = UnsafeMutableRawPointer(bitPattern: library.handle) else { return nil }
        return dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
    }
}
#endif
