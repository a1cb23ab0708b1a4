import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// An object that is made on a scratch, read back, and undone.
struct PostgresTrial {
    /// What is made for a trial is called so, and in a database of its own the schema that holds it.
    static let name = "migrator_trial"

    private let room: PostgresScratchRoom
    private let making: [String]
    private let reading: String
    private let text: ScratchText?

    init(of text: ScratchText? = nil, making: [String], reading: String, in room: PostgresScratchRoom) {
        self.text = text
        self.making = making
        self.reading = reading
        self.room = room
    }

    /// Makes what a text is of, reads it back, and does so with what was read until it stays as it is.
    ///
    /// One reading is not always enough: `x IN ('a', 'b')` over varchar is written in another way once it is read again.
    static func form(
        of text: ScratchText,
        in room: PostgresScratchRoom
    ) async throws -> ScratchOutcome<ScratchForm> {
        let read: Reading
        switch try await settled(text, in: room) {
        case .made(let reading): read = reading
        case .refused(let cause): return .refused(cause)
        }
        let form = room.names.outside(read.form, types: read.types)
        guard case .value(let type) = text.kind else { return .made(ScratchForm(form)) }
        switch try await constant(read.form, type, in: room) {
        case .made(let constant): return .made(ScratchForm(form, constant: constant))
        // What another time is a constant must not be remembered as none.
        case .refused(.moment): return .refused(.moment)
        case .refused: return .made(ScratchForm(form))
        }
    }

    /// What is read of a text, and is read again from what was read.
    private static func settled(
        _ text: ScratchText,
        in room: PostgresScratchRoom
    ) async throws -> ScratchOutcome<Reading> {
        guard let trial = PostgresTrial(text, in: room) else { return .refused(.text) }
        var outcome = try await trial.run()
        for _ in 0..<3 {
            guard case .made(let read) = outcome else { return outcome }
            guard let next = PostgresTrial(trial.again(read.form), in: room) else { return .refused(.text) }
            let second = try await next.run()
            if second.value?.form.isExactly(read.form) == true { return outcome }
            outcome = second
        }
        return outcome
    }

    /// The value of a default, as a column of its type keeps it; none if it is not always the same.
    ///
    /// What a stored column accepts depends on no time, no setting and no row.
    private static func constant(
        _ text: String,
        _ type: ColumnType,
        in room: PostgresScratchRoom
    ) async throws -> ScratchOutcome<String> {
        // A function of somebody's own may do what no rollback takes back, such as to take a number of a sequence.
        if room.kind != .database, PostgresTokens(text)?.callsOthers ?? true { return .refused(.text) }
        let column = "value \(room.dialect.type(type).text) GENERATED ALWAYS AS (\(text)\n) STORED"
        let trial = PostgresTrial(
            making: [
                "CREATE TABLE \(room.trial).constants (\(column))",
                "INSERT INTO \(room.trial).constants DEFAULT VALUES",
            ],
            reading: "SELECT value::text AS form FROM \(room.trial).constants",
            in: room
        )
        switch try await trial.run() {
        case .made(let read): return .made(room.names.outside(read.form, types: read.types))
        case .refused(let cause): return .refused(cause)
        }
    }

    /// The same trial for what was read.
    func again(_ form: String) -> ScratchText {
        guard let text else { return ScratchText(.condition, form, over: Table("t") {}) }
        // An expression was read as the condition that it was made part of.
        if case .expression = text.kind { return ScratchText(.condition, form, over: text.table) }
        return ScratchText(text.kind, form, over: text.table)
    }

    /// What the server says of an object, and the types that it writes without their schema.
    struct Reading: Sendable {
        let form: String
        let types: Set<ExactText>
    }

    /// - Returns: What was read; none if the server refuses what is made, or there is nothing to read.
    func run() async throws -> ScratchOutcome<Reading> {
        let making = making.compactMap(room.inside)
        guard making.count == self.making.count else { return .refused(.text) }
        let isOwnTransaction = room.kind == .database
        var statements = isOwnTransaction ? PostgresReflection.spelling : ["SAVEPOINT \(Self.name)"]
        if room.trial != "pg_temp" { statements.append("CREATE SCHEMA \(room.trial)") }
        statements.append("SET LOCAL search_path = \(room.path.trying)")
        statements += making
        statements += ["SET LOCAL search_path = \(room.path.reading)", Self.plainTypes, reading]
        if isOwnTransaction { try await connection.begin() }
        let answers: [String?]
        do throws(DatabaseFailure) {
            answers = try await connection.query(pipelining: statements.map { (sql: $0, parameters: []) }) {
                (_, rows) throws(DatabaseFailure) in
                if case .text(let form)? = rows.first?["form"] { form } else { nil }
            }
        } catch {
            let cause = try room.cause(of: error)
            try await undo()
            return .refused(cause)
        }
        try await undo()
        guard let form = answers.last.flatMap(\.self) else { return .refused(.text) }
        let types = (answers.dropLast().last.flatMap(\.self) ?? "").split(separator: PostgresReflection.separator)
        return .made(Reading(form: form, types: Set(types.map { ExactText(String($0)) })))
    }

    private var connection: any DatabaseConnection { room.connection }

    private func undo() async throws(DatabaseFailure) {
        if room.kind == .database {
            try await connection.rollback()
        } else {
            try await connection.execute("ROLLBACK TO SAVEPOINT \(Self.name)")
        }
    }

    /// The temporary types that are found without a schema; none where there is no temporary object.
    private static let plainTypes = """
        SELECT string_agg(quote_ident(typname), E'\\x1F') AS form FROM pg_type
        WHERE typnamespace = pg_my_temp_schema() AND pg_type_is_visible(oid)
        """
}
