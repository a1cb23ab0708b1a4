import Foundation
import MigratorDatabase
import MigratorPostgres
import Testing

extension ServerTests {
    @Test
    func opensByKeywords() async throws {
        let parameters = try Server.configuration().parameters
        let text = parameters.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
        let connection = try await PostgresSession(PostgresSessionConfiguration(connectionString: text))
        let rows = try await connection.query(
            """
            SELECT current_setting('application_name'), current_setting('client_encoding'),
              current_setting('standard_conforming_strings')
            """
        )
        #expect(rows.map(\.values) == [["migrator", "UTF8", "on"]])
        await connection.close()
    }

    @Test
    func isToldByTheConfiguration() async throws {
        var configuration = try Server.configuration()
        configuration.parameters["application_name"] = "mine"
        configuration.parameters["options"] = "-c TimeZone=Europe/Berlin -c synchronous_commit=off -c DateStyle=German"
        let connection = try await PostgresSession(configuration)
        let rows = try await connection.query(
            """
            SELECT current_setting('application_name'), current_setting('TimeZone'),
              current_setting('synchronous_commit'), '1800-01-01 00:00+00'::timestamptz, '2024-07-01'::timestamptz
            """
        )
        let old = try #require(Timestamp("1800-01-01 00:00:00"))
        let summer = try #require(Timestamp("2024-06-30 22:00:00"))
        #expect(rows.map(\.values) == [["mine", "Europe/Berlin", "on", .timestampTZ(old), .timestampTZ(summer)]])
        await connection.close()
    }

    @Test
    func wrongPassword() async throws {
        var configuration = try Server.configuration()
        configuration.parameters["password"] = "hunter2"
        // A server that trusts everybody takes any password.
        guard let error = await openingError(configuration) else { return }
        #expect(error.code == .authenticationFailed)
        #expect(error.sqlState == "28P01")
        #expect(!"\(error)".contains("hunter2"))
        #expect(!error.message.contains(".c:"))
        configuration.parameters["password"] = nil
        configuration.parameters["passfile"] = "/nowhere"
        let missing = try #require(await openingError(configuration))
        #expect(missing.code == .authenticationFailed)
        // A password that looks like a word of the message must not be told from others by it.
        for password in ["authentication", "server", "a", "for user"] {
            configuration.parameters["passfile"] = nil
            configuration.parameters["password"] = password
            #expect(try #require(await openingError(configuration)).message == error.message)
        }
    }

    @Test
    func passwordFile() async throws {
        var configuration = try Server.configuration()
        guard let password = configuration.parameters["password"] else { return }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("pgpass-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("*:*:*:*:\(password)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        configuration.parameters["password"] = nil
        configuration.parameters["passfile"] = file.path
        let connection = try await PostgresSession(configuration)
        #expect(try await connection.query("SELECT 1 AS one").map(\.values) == [[1]])
        await connection.close()
    }

    @Test func nobodyLooksForATicketThatCannotBeThere() {
        func isSet(_ name: String) -> Bool { false }
        // Where somebody has said what is wanted, that holds.
        for parameters in [["gssencmode": "prefer"], ["gssencmode": "require"], ["service": "s"]] {
            let configuration = PostgresSessionConfiguration(parameters: parameters)
            let added = PostgresKerberos.keywords(for: configuration, mayHaveTicket: false, isSet: isSet)
            #expect(added.isEmpty, "\(parameters)")
        }
        let plain = PostgresSessionConfiguration()
        #expect(PostgresKerberos.keywords(for: plain, mayHaveTicket: true, isSet: isSet).isEmpty)
        for variable in ["PGSERVICE", "PGGSSENCMODE"] {
            #expect(PostgresKerberos.keywords(for: plain, mayHaveTicket: false) { $0 == variable }.isEmpty)
        }
        let added = PostgresKerberos.keywords(for: plain, mayHaveTicket: false, isSet: isSet)
        #expect(added.map { [$0.key, $0.value] } == [["gssencmode", "disable"]])
    }

    @Test
    func encryptionIsNotGivenUp() async throws {
        var configuration = try Server.configuration()
        configuration.parameters["sslmode"] = "verify-full"
        configuration.parameters["sslrootcert"] = "/nowhere"
        let error = try #require(await openingError(configuration))
        #expect(error.code == .cannotOpen)
    }

    @Test
    func noSuchDatabase() async throws {
        var configuration = try Server.configuration()
        configuration.parameters["dbname"] = "none=such"
        let error = try #require(await openingError(configuration))
        #expect(error.code == .cannotOpen)
        #expect(error.sqlState == "3D000")
        let password = configuration.parameters["password"] ?? "-"
        #expect(!"\(error)".contains(password))
    }
}

@Test(arguments: [
    "postgres://u:hunter2@127.0.0.1:1/app", "postgres://u:hunter2@no-such-host.invalid/app",
    "postgres://u:hunter2@%2Fno%2Fsuch%2Ffolder/app", "postgres://u:hunter2@a,b:1,c/app?hostaddr=1.1.1.1",
    "postgres:///?service=no-such-service&password=hunter2", "postgres://u:hunter2@127.0.0.1:1,127.0.0.1:2/app",
    "user=u password=hunter2 host=127.0.0.1 port=1",
])
func opensNothing(_ url: String) async throws {
    let error = try #require(await openingError(PostgresSessionConfiguration(DatabaseURL(url))))
    #expect(error.code == .cannotOpen)
    #expect(!error.message.isEmpty)
    #expect(!"\(error)".contains("hunter2"))
}

/// What is said of a server that refuses is the same whatever the password is.
@Test(arguments: ["connection", "server", "127.0.0.1", "refused", "to", "e"])
func aMessageTellsNothingOfThePassword(_ password: String) async throws {
    func message(_ password: String) async throws -> String {
        var configuration = try PostgresSessionConfiguration(DatabaseURL("postgres://u@127.0.0.1:1/app"))
        configuration.parameters["password"] = password
        return try #require(await openingError(configuration)).message
    }
    let plain = try await message("hunter2")
    #expect(try await message(password) == plain)
    #expect(plain.contains("connection to server at"))
}

@Test
func opensNoSilentHost() async throws {
    // Of TEST-NET-1, which no host answers for.
    let url = try DatabaseURL("postgres://u:hunter2@192.0.2.1/app?connect_timeout=1")
    let start = ContinuousClock.now
    let error = try #require(await openingError(PostgresSessionConfiguration(url)))
    #expect(error.code == .cannotOpen)
    #expect(!"\(error)".contains("hunter2"))
    #expect(start.duration(to: .now) < .seconds(100))
}

private func openingError(_ configuration: PostgresSessionConfiguration) async -> DatabaseFailure? {
    do throws(DatabaseFailure) {
        let connection = try await PostgresSession(configuration)
        await connection.close()
        return nil
    } catch {
        return error
    }
}
