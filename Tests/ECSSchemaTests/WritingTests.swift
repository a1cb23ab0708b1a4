import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import Synchronization
import Testing

/// What a write makes stale: exactly what it touched.
@Suite struct WritingTests {
    private let ann = Samples.agent("ann")
    private let bob = Samples.agent("bob")
    private let interaction: AgentInteraction

    init() {
        interaction = AgentInteraction(senderID: ann.id, receiverID: bob.id, type: "greeting")
    }

    /// Each answer by a name; reading all of them says which were loaded.
    private func loaded(_ process: Process) async throws -> Set<String> {
        let database = process.database
        var loaded: Set<String> = []
        func note(_ name: String, _ read: () async throws -> Void) async throws {
            if try await !process.log.during(read).isEmpty { loaded.insert(name) }
        }
        try await note("spirits") { _ = try await database.namingSpirits() }
        try await note("suffixes") { _ = try await database.namingComponents(ofType: "suffix") }
        try await note("config") { _ = try await database.namingConfig("default_style") }
        try await note("template") { _ = try await database.agentTemplate(spirit: "fox", style: "exo") }
        try await note("combinations") { _ = try await database.traitCombinations(ofSpirit: "fox") }
        for agent in [ann, bob] {
            try await note("\(agent.name)") { _ = try await database.agent(agent.id) }
            try await note("\(agent.name)'s traits") { _ = try await database.traits(of: agent.id) }
            try await note("\(agent.name)'s relationships") { _ = try await database.relationships(of: agent.id) }
            try await note("\(agent.name)'s interactions") { _ = try await database.interactions(of: agent.id) }
            try await note("\(agent.name)'s position") { _ = try await database.position(of: agent.id) }
        }
        return loaded
    }

    private typealias Write = @Sendable (ECSTransaction) async throws -> Void

    @Test(arguments: Kind.there) func aWriteMakesStaleWhatItTouchedAndNothingElse(_ kind: Kind) async throws {
        let (ann, bob, interaction) = (ann, bob, interaction)
        let both = ["ann's", "bob's"].flatMap { ["\($0) interactions", "\($0) relationships"] }
        let writes: [(Write, Set<String>)] = [
            ({ try await $0.save(Samples.spirit(UUID().text)) }, ["spirits", "template", "combinations"]),
            ({ try await $0.save(Samples.component("prefix", "x")) }, ["suffixes"]),
            ({ try await $0.save(NamingConfig(key: "default_style", value: JSONText("\"exo\""))) }, ["config"]),
            ({ try await $0.save(Samples.template("fox", "exo")) }, ["template"]),
            ({ try await $0.deleteAgentTemplate(spirit: "owl", style: "exo") }, ["template"]),
            (
                { try await $0.save(TraitCombination(spirit: "fox", firstTrait: "a", secondTrait: "b")) },
                ["combinations"]
            ),
            ({ try await $0.save(ann) }, ["ann"]),
            ({ try await $0.setTrait("speed", .ability, of: ann.id, to: 1) }, ["ann's traits"]),
            ({ try await $0.removeTrait("speed", .ability, of: ann.id) }, ["ann's traits"]),
            ({ try await $0.save(AgentPosition(agentID: bob.id, x: 1)) }, ["bob's position"]),
            ({ try await $0.deletePosition(of: bob.id) }, ["bob's position"]),
            ({ try await $0.deleteInteraction(interaction.id) }, Set(both)),
            ({ try await $0.save(interaction) }, Set(both)),
            (
                { try await $0.execute("UPDATE agents SET active = NULL", touching: ["agents"]) },
                // Of whom it is not known, and whoever they take with them.
                ["ann", "bob"].reduce(into: []) { $0.formUnion([$1] + Self.own(of: $1)) }
            ),
            ({ try await $0.deleteAgent(ann.id) }, Set(["ann"] + Self.own(of: "ann") + both)),
        ]
        for store in [nil, InProcessStore()] {
            try await Bench.on(kind) { bench in
                let process = Process(bench, store: store)
                try await process.settle()
                try await process.database.write { transaction in
                    try await transaction.save(ann)
                    try await transaction.save(bob)
                    try await transaction.save(interaction)
                }
                _ = try await loaded(process)
                #expect(try await loaded(process) == [])
                for (index, (write, expected)) in writes.enumerated() {
                    try await process.database.write(write)
                    #expect(try await loaded(process) == expected, "write \(index)")
                }
            }
        }
    }

    private static func own(of name: String) -> [String] {
        ["traits", "relationships", "interactions", "position"].map { "\(name)'s \($0)" }
    }

    struct Failed: Error {}

    @Test(arguments: Kind.there) func whatIsRolledBackIsNeverSeen(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            let process = Process(bench, store: InProcessStore())
            let database = process.database
            try await process.settle()
            try await database.write { try await $0.save(ann) }
            _ = try await loaded(process)
            await #expect(throws: Failed.self) {
                try await database.write { transaction in
                    try await transaction.setTrait("speed", .ability, of: ann.id, to: 1)
                    try await transaction.save(Samples.spirit("imp"))
                    #expect(try await transaction.database.namingSpirits().count == 51)
                    #expect(try await transaction.database.traits(of: ann.id).ability == ["speed": 1])
                    #expect(try await database.namingSpirits().count == 50)
                    throw Failed()
                }
            }
            #expect(try await loaded(process) == [], "what was cached is still true")
            #expect(try await database.traits(of: ann.id) == AgentTraits())
            let (left, count) = try await process.pool.withConnection { connection in
                (await connection.isInTransaction, try await connection.query("SELECT * FROM naming_spirits").count)
            }
            #expect(!left && count == 50)
        }
    }

    /// The answer to COMMIT is lost: the row is there, and no cache may say otherwise.
    @Test(arguments: Kind.there) func aLostAnswerToCommitLeavesNothingStale(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            for store in [nil, InProcessStore()] {
                let process = Process(bench, store: store)
                let before = try await process.database.namingSpirits().count
                process.log.failsAtCommit.withLock { $0 = true }
                await #expect(throws: DatabaseFailure.self) {
                    try await process.database.write { try await $0.save(Samples.spirit(UUID().text)) }
                }
                process.log.failsAtCommit.withLock { $0 = false }
                #expect(try await process.database.namingSpirits().count == before + 1)
                await #expect(throws: DatabaseFailure.self) {
                    process.log.failsAtCommit.withLock { $0 = true }
                    try await process.database.move(to: AgentPosition(agentID: UUID()))
                }
            }
        }
    }

    @Test(arguments: Kind.there) func aMoveIsReadWithoutALoad(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let process = Process(bench, store: store)
            try await process.settle()
            try await process.database.write { try await $0.save(ann) }
            #expect(try await process.database.position(of: ann.id) == nil)
            for x in [1.0, 2.0] {
                let stored = try await process.database.move(to: AgentPosition(agentID: ann.id, x: x))
                let statements = try await process.log.during {
                    let found = try await process.database.position(of: ann.id)
                    #expect(found == stored)
                }
                #expect(statements.isEmpty)
                #expect(try await Process(bench).database.position(of: ann.id) == stored)
            }
        }
    }

    private final class Outbox: OutboxWriter {
        let written = Mutex<[InvalidationEvent]>([])
        let delivered = Mutex<[InvalidationEvent]>([])
        let fails = Mutex(false)

        func write(
            _ event: InvalidationEvent,
            on connection: any DatabaseConnection
        ) async throws -> InvalidationEvent {
            #expect(await connection.isInTransaction)
            if fails.withLock({ $0 }) { throw Failed() }
            var event = event
            event.id = 17
            written.withLock { [event] in $0.append(event) }
            return event
        }

        func delivered(_ event: InvalidationEvent) async { delivered.withLock { $0.append(event) } }
    }

    @Test(arguments: Kind.there) func eventsOfNamingGoThroughTheOutbox(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            let outbox = Outbox()
            let process = Process(bench, outbox: outbox)
            let heard = Mutex<[InvalidationEvent]>([])
            process.database.cache.bus.observe { event in heard.withLock { $0.append(event) } }
            try await process.database.write { try await $0.save(ann) }
            #expect(outbox.written.withLock { $0 }.isEmpty, "agents have no row")
            #expect(heard.withLock { $0 }.map(\.entities) == [[ann.id.text]])
            try await process.database.write { try await $0.save(Samples.spirit("imp")) }
            let event = try #require(outbox.written.withLock { $0 }.first)
            #expect(event.tables == ["naming_spirits"] && event.kind == .data && event.direction == .write)
            #expect(event.namespaces == ["agent_templates", "naming_spirits", "trait_combinations"])
            #expect(outbox.delivered.withLock { $0 } == [event] && heard.withLock { $0 }.last == event)

            outbox.fails.withLock { $0 = true }
            let count = try await process.database.namingSpirits().count
            await #expect(throws: Failed.self) {
                try await process.database.write { try await $0.save(Samples.spirit("elf")) }
            }
            #expect(try await Process(bench).database.namingSpirits().count == count)
        }
    }
}
