import MigratorDatabase
import MigratorPostgres
import Testing

@Suite
struct PostgresURLTests {
    @Test(arguments: [
        ("postgres://", [:]),
        ("postgres:///app", ["dbname": "app"]),
        ("postgresql://db.example", ["host": "db.example"]),
        ("postgres://db.example:5433/app", ["host": "db.example", "port": "5433", "dbname": "app"]),
        ("POSTGRES://u@h/app", ["user": "u", "host": "h", "dbname": "app"]),
        ("postgres://u:secret@h/app", ["user": "u", "password": "secret", "host": "h", "dbname": "app"]),
        ("postgres://u:p%40%2F%3A%25%3F@h/", ["user": "u", "password": "p@/:%?", "host": "h"]),
        ("postgres://u:p@ss:word@h/a", ["user": "u", "password": "p@ss:word", "host": "h", "dbname": "a"]),
        ("postgres://u:@h/a", ["user": "u", "host": "h", "dbname": "a"]),
        ("postgres://%C3%A9@h/%C3%A9", ["user": "é", "host": "h", "dbname": "é"]),
        ("postgres://[::1]:5432/a", ["host": "::1", "port": "5432", "dbname": "a"]),
        ("postgres://[fe80::1]", ["host": "fe80::1"]),
        ("postgres://%2Fvar%2Frun/a", ["host": "/var/run", "dbname": "a"]),
        ("postgres://a:1,b,[::1]:3/x", ["host": "a,b,::1", "port": "1,,3", "dbname": "x"]),
        ("postgres://a,b/x", ["host": "a,b", "dbname": "x"]),
        ("postgres:///x?host=/tmp&port=99", ["dbname": "x", "host": "/tmp", "port": "99"]),
        ("postgres://h?sslmode=verify-full", ["host": "h", "sslmode": "verify-full"]),
        ("postgres://h/x?ssl=true", ["host": "h", "dbname": "x", "sslmode": "require"]),
        ("postgres://h/x?password=a%26b%3D&user=u", ["host": "h", "dbname": "x", "password": "a&b=", "user": "u"]),
        ("postgres://h/x?options=-c%20search_path%3Da", ["host": "h", "dbname": "x", "options": "-c search_path=a"]),
        ("postgres://h/x?application_name=a+b&", ["host": "h", "dbname": "x", "application_name": "a+b"]),
        ("postgres://h/x?user=a@b/c?d", ["host": "h", "dbname": "x", "user": "a@b/c?d"]),
        ("postgres:///?service=prod", ["service": "prod"]),
    ])
    func url(_ url: String, _ parameters: [String: String]) throws {
        #expect(try PostgresSessionConfiguration(DatabaseURL(url)).parameters == parameters)
        #expect(try PostgresSessionConfiguration(connectionString: url).parameters == parameters)
    }

    @Test(arguments: [
        "postgres://u:hunter2/x@h/app", "postgres://u:hunter2?x@h/app", "postgres://u:hunter2#x@h/app",
        "postgres://u:hunter2%@h/app", "postgres://u:hunter2%4@h/app", "postgres://u:hunter2%zz@h/app",
        "postgres://u:hunter2%00@h/app", "postgres://u:hunter2%FF@h/app", "postgres://u:hunter2@h:port/app",
        "postgres://u:hunter2@h:0/app", "postgres://u:hunter2@h:65536/app", "postgres://u:hunter2@h:-1/app",
        "postgres://u:hunter2@[::1/app", "postgres://u:hunter2@[::1]x/app", "postgres://u:hunter2@h/app?password",
        "postgres://h/app?password=hunter2&=x", "postgres://u:hunter2@h/a@b", "postgres://u:12/hunter2@h/app",
        "postgres://h/app?password=pw&hunter2=b", "postgres://u@h/app?password=pw&hunter2",
        "postgres://h/app?hunter2=1",
        "postgres://u:hunter2@h/app?sslmode=hunter3", "postgres://h/app?sslmode=requirehunter2",
        "postgres://h/app?port=1,hunter2", "postgres://h/app?connect_timeout=hunter2", "postgres://h/app?port=0",
        "postgres://h/app?target_session_attrs=hunter2", "postgres://u:hunter2@h/app?no_such_option=1",
        "postgres://h/app?keepalives=hunter2", "postgres://h/app?channel_binding=hunter2",
    ])
    func malformedURL(_ url: String) async throws {
        let error = try await databaseError { _ = try PostgresSessionConfiguration(DatabaseURL(url)) }
        #expect(error.code == .cannotOpen)
        #expect(!"\(error)".contains("hunter2"))
        #expect(!error.message.contains("@"))
    }

    @Test(arguments: [
        ("", [:]),
        ("host=localhost dbname=app", ["host": "localhost", "dbname": "app"]),
        ("  host = localhost  port= 5 ", ["host": "localhost", "port": "5"]),
        (#"password='it\'s a \\' user=u"#, ["password": #"it's a \"#, "user": "u"]),
        (#"password=a\ b user=''"#, ["password": "a b", "user": ""]),
        ("password=a=b", ["password": "a=b"]),
    ])
    func keywordString(_ text: String, _ parameters: [String: String]) throws {
        #expect(try PostgresSessionConfiguration(connectionString: text).parameters == parameters)
        guard !text.isEmpty else { return }
        #expect(try PostgresSessionConfiguration(DatabaseURL(text)).parameters == parameters)
    }

    /// What other tools take for an option is explained; of what nobody knows nothing is repeated.
    @Test(arguments: [
        ("postgres://h/d?search_path=a", "write options=-c%20search_path%3DVALUE"),
        ("postgres://h/d?schema=a", "write options=-c%20search_path%3DVALUE"),
        ("postgres://h/d?currentSchema=a", "write options=-c%20search_path%3DVALUE"),
        ("postgres://h/d?statement_timeout=5", "write options=-c%20statement_timeout%3DVALUE"),
        ("postgres://h/d?TimeZone=UTC", "write options=-c%20timezone%3DVALUE"),
        ("host=h search_path=a", "write options='-c search_path=VALUE'"),
        ("postgres://h/d?ssl=1", "write sslmode=…"), ("postgres://h/d?username=u", "write user=…"),
        ("postgres://h/d?sslMode=require", "small letters: sslmode"), ("postgres://h/d?pgbouncer=true", "leave it out"),
        ("postgres://h/d?sslmode=on", "one of disable, allow, prefer"), ("postgres://h/d?no_such=1", "written %26"),
        ("host=h connect_timeout=soon", "connect_timeout is a whole number"),
    ])
    func optionsThatLibpqLacks(_ text: String, _ advice: String) async throws {
        let error = try await databaseError { _ = try PostgresSessionConfiguration(DatabaseURL(text)) }
        #expect(error.code == .cannotOpen)
        #expect(error.message.contains(advice), "\(error.message)")
    }

    @Test(arguments: [
        "password=hunter2 x", "password='hunter2", "=hunter2", "password=a hunter2 b=c", "hunter2",
        "password=a hunter2=c",
    ])
    func malformedKeywordString(_ text: String) async throws {
        let error = try await databaseError { _ = try PostgresSessionConfiguration(connectionString: text) }
        #expect(error.code == .cannotOpen)
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test
    func noOtherDatabase() async throws {
        let error = try await databaseError { _ = try PostgresSessionConfiguration(DatabaseURL("sqlite:app.db")) }
        #expect(error.code == .cannotOpen)
    }

    @Test
    func printsNoPassword() throws {
        let url = "postgres://u:hunter2@h:5/app?sslpassword=hunter2&passfile=x"
        let configuration = try PostgresSessionConfiguration(DatabaseURL(url))
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped, "\([configuration])"] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("postgres://u@h:5/app"))
        }
        let nested = PostgresSessionConfiguration(parameters: ["dbname": "postgres://u:hunter2@h/app"])
        #expect(!"\(nested)".contains("hunter2"))
    }
}
