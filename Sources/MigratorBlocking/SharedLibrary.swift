#if os(Linux)
#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A library of the system that is loaded when it is first needed, and stays.
package struct SharedLibrary: Sendable {
    /// What is wrong if it cannot be used.
    package let problem: String?
    private let handle: UInt

    /// Loads a library by its file's name.
    ///
    /// - Parameters:
    ///   - name: The name, which the loader looks for.
    ///   - function: A function that older versions lack.
    ///   - version: The first version that has it.
    package init(_ name: String, having function: String, since version: String) {
        guard let library = dlopen(name, RTLD_LAZY) else {
            handle = 0
            problem = dlerror().map { String(cString: $0) } ?? "\(name) cannot be loaded"
            return
        }
        handle = UInt(bitPattern: library)
        problem = dlsym(library, function) == nil ? "\(name) is older than version \(version)" : nil
    }

    /// A function, by its name there.
    package func function<Function>(_ name: String) -> Function? {
        guard let library = UnsafeMutableRawPointer(bitPattern: handle) else { return nil }
        return dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
    }
}
#endif
