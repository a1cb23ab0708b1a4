import MigratorDatabase

/// A session on a scratch, in which texts of a schema are read back.
package protocol ScratchRoom: Sendable {
    /// What the scratch is.
    var kind: ScratchKind { get }

    /// Makes an object that texts may name.
    ///
    /// - Parameter statements: The statements that make it, with the names that it has in its schema.
    /// - Returns: Whether it was made; if not, nothing of it is left.
    /// - Throws: `DatabaseFailure` if the session is lost or was cancelled, ``ScratchRefusal`` if the scratch can take no
    ///   more.
    func make(_ statements: [String]) async throws -> ScratchOutcome<Void>

    /// The database's own form of a text, with the names that objects have in their schema.
    ///
    /// - Returns: The form; none if the database refuses the text, has no form of its own for it, or cannot say it here.
    /// - Throws: As ``make(_:)``.
    func form(of text: ScratchText) async throws -> ScratchOutcome<ScratchForm>
}

/// What the objects of a schema need of a scratch.
package struct ScratchNeed: Sendable {
    /// The schemas of the objects, by name, the home schema first.
    package var schemas: [String]
    /// How many objects are made there at most.
    package var objects: Int

    /// Creates it.
    package init(schemas: [String], objects: Int) {
        self.schemas = schemas
        self.objects = objects
    }
}

/// A session on an empty database, where objects have their own names.
struct PlainScratchRoom: ScratchRoom {
    let kind: ScratchKind
    let dialect: any ScratchDialect
    let connection: any DatabaseConnection

    func make(_ statements: [String]) async throws -> ScratchOutcome<Void> {
        do throws(DatabaseFailure) {
            for sql in statements { try await connection.execute(sql) }
            return .made(())
        } catch {
            return .refused(try dialect.refusalCause(of: error))
        }
    }

    func form(of text: ScratchText) async throws -> ScratchOutcome<ScratchForm> {
        do throws(DatabaseFailure) {
            return try await dialect.form(of: text, connection).map { .made($0) } ?? .refused(.text)
        } catch {
            return .refused(try dialect.refusalCause(of: error))
        }
    }
}
