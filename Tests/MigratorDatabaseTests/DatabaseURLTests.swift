import MigratorDatabase
import Testing

@Suite struct DatabaseURLTests {
    @Test(arguments: [
        ("sqlite:app.db", "app.db"), ("sqlite::memory:", ":memory:"), ("sqlite:/data/app.db", "/data/app.db"),
        ("sqlite3:app.db", "app.db"), ("sqlite:///app.db", "app.db"), ("sqlite:////data/app.db", "/data/app.db"),
        ("SQLite:a b/é.db", "a b/é.db"), ("sqlite:///./data/app.db", "./data/app.db"),
        ("sqlite:///:memory:", ":memory:"),
        ("sqlite:data/a=b.db", "data/a=b.db"), ("sqlite:./file:x.db", "./file:x.db"), ("sqlite:../app.db", "../app.db"),
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
        ("postgres://h:1,[::1]:2/db?user=a@b", "postgres://h:1,[::1]:2/db"),
        ("postgres://h/db?password=hunter2", "postgres://h/db"),
        // Malformed, and passed on to whoever says so.
        ("postgres://me:hunter2#x@host/db", "postgres://…"), ("postgres://me:hunter2?x@host/db", "postgres://…"),
        ("postgres://me:12?hunter2@host/db", "postgres://…"), ("postgres://me:hunter2", "postgres://…"),
        ("host=h port=5 user=me password=hunter2 dbname=db", "postgres://me@h:5/db"),
        ("password='hunter2 ' dbname='postgres://me:hunter2@h'", "postgres:///"),
        ("password=hunter2 x", "postgres://…"), (" host = h", "postgres://h/"),
    ])
    func descriptionsWithoutPasswords(_ text: String, _ shown: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.kind == .postgres)
        #expect(url.location == text)
        #expect(url.description == shown)
        #expect(!url.place.contains("hunter2"))
    }

    /// What is remembered of a database is told apart by all that leads elsewhere.
    @Test func placesAreToldApart() throws {
        let texts = [
            "postgres://h/db", "postgres://h:1/db", "postgres://me@h/db",
            "postgres://h/db?options=-c%20search_path%3Da",
            "host=h dbname=db options='-c search_path=b'", "sqlite:a.db",
        ]
        #expect(Set(try texts.map { try DatabaseURL($0).place }).count == texts.count)
        let same = ["postgres://me:x@h/db", "postgresql://me:y@h/db?password=z", "user=me host=h dbname=db password=y"]
        #expect(Set(try same.map { try DatabaseURL($0).place }).count == 1)
    }

    @Test(arguments: [
        "", "app.db", "sqlite:", "sqlite://", "sqlite:a\0b", "mysql://me:hunter2@host", "postgres:db",
        "sqlite://me:hunter2@host/db", "sqlite://app.db", "sqlite:///data/hunter2.db", "sqlite:hunter2.db?mode=rw",
        "sqlite:///hunter2.db?mode=ro&cache=shared", "sqlite:file:hunter2.db", "sqlite:FILE:/hunter2.db?mode=ro",
        "sqlite:///file:hunter2.db", "file:hunter2.db", "sqlite+aiosqlite:///hunter2.db",
        "postgresql+psycopg://me:hunter2@host/db", "postgres+asyncpg://me:hunter2@h/db", "pg://me:hunter2@host/db",
        "jdbc:postgresql://host/db?user=me&password=hunter2", "jdbc:sqlite:hunter2.db", "me:hunter2@host/db",
        "hunter2:x", "HOST=hunter2", "=hunter2",
    ])
    func urlsThatNameNoDatabase(_ text: String) {
        let error = #expect(throws: DatabaseFailure.self) { try DatabaseURL(text) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test(arguments: [
        ("sqlite://me:pw@host/db", "postgres://user@host/name"),
        ("postgresql+psycopg://me:pw@h/d", "write postgres://"),
        ("jdbc:postgresql://h/d", "write postgres://"), ("sqlite+pysqlite:///a.db", "write sqlite:PATH"),
        ("jdbc:sqlite:a.db", "write sqlite:PATH"), ("file:a.db", "write sqlite:PATH"),
        ("sqlite:a.db?mode=rw", "write sqlite:PATH"), ("sqlite:///a/b.db", "sqlite:/PATH for an absolute one"),
        ("mysql://h", "no driver for 'mysql:' URLs"),
    ])
    func theRightSpellingIsSaid(_ text: String, _ advice: String) {
        let error = #expect(throws: DatabaseFailure.self) { try DatabaseURL(text) }
        #expect(error?.message.contains(advice) == true, "\(error?.message ?? "")")
    }
}
