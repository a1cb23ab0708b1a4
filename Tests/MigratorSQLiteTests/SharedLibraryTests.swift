#if os(Linux)
import MigratorBlocking
import Testing

@Suite struct SharedLibraryTests {
    private typealias Length = @convention(c) (UnsafePointer<CChar>) -> Int

    @Test func functionsAreFoundByName() throws {
        let library = SharedLibrary("libc.so.6", having: "strlen", since: "1")
        #expect(library.problem == nil)
        let length: Length = try #require(library.function("strlen"))
        #expect("library".withCString { length($0) } == 7)
        let none: Length? = library.function("migrator_no_such_function")
        #expect(none == nil)
    }

    @Test func aLibraryThatIsNotThereHasNoFunctions() {
        let library = SharedLibrary("libmigrator-none.so.1", having: "strlen", since: "1")
        #expect(library.problem?.contains("libmigrator-none.so.1") == true)
        let none: Length? = library.function("strlen")
        #expect(none == nil)
    }

    @Test func anOlderLibrarySaysSo() {
        let library = SharedLibrary("libc.so.6", having: "migrator_no_such_function", since: "99")
        #expect(library.problem == "libc.so.6 is older than version 99")
    }
}
#endif
