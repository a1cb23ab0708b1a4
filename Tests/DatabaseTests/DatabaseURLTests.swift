import Database
import Testing

@Suite struct DatabaseURLTests {
    @Test(arguments: [
        ("sqlite:app.db", "app.db"), ("sqlite::memory:", ":memory:"), ("sqlite:/data/app.db", "/data/app.db"),
        ("sqlite3:app.db", "app.db"), ("sqlite:///app.db", "app.db"), ("sqlite:////data/app.db", "/data/app.db"),
        ("SQLite:a b/é.db", "a b/é.db"),
    ])
    func pathsOfSQLite(_ text: String, _ path: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.kind == .sqlite)
        #expect(url.location == path)
        #expect(url.description == "sqlite:\(path)")
    }

    @Test(arguments: [
        ("postgres://me@host/db", "postgres://me@host/db"), ("postgresql://host", "postgresql://host"),
        ("postgres://me:hunter2@host/db", "postgres://me@host/db"),
        ("postgres://me:hunter2@hunter2@host/db", "postgres://me@host/db"),
    ])
    func descriptionsWithoutPasswords(_ text: String, _ shown: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.kind == .postgres)
        #expect(url.location == text)
        #expect(url.description == shown)
    }

    @Test(arguments: ["", "app.db", "sqlite:", "sqlite://", "sqlite:a\0b", "mysql://me:hunter2@host", "postgres:db"])
    func urlsThatNameNoDatabase(_ text: String) {
        let error = #expect(throws: DatabaseError.self) { try DatabaseURL(text) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains("hunter2") == false)
    }
}
