import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import MigratorTestSupport
import Synchronization
import Testing

/// Readers and writers at once, in one process and in two.
@Suite struct CoherenceTests {
    private let ann = Samples.agent("ann")

    /// A reader has its rows and is stopped; a write commits; the reader goes on and stores: nobody may find the old value.
    @Test(arguments: Kind.there) func aReaderThatWasStoppedBringsNothingBack(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            for (isShared, fromElsewhere) in [(false, false), (true, false), (true, true)] {
                let store = isShared ? InProcessStore() : nil
                let reader = Process(bench, store: store)
                let writer = fromElsewhere ? Process(bench, store: store) : reader
                try await reader.settle()
                try await writer.settle()
                try await writer.database.write { try await $0.save(ann) }
                try await stop(reader, ann.id) {
                    try await writer.database.write { transaction in
                        try await transaction.setTrait("speed", .ability, of: ann.id, to: 2)
                        try await transaction.save(Samples.component("infix", UUID().text))
                    }
                }
                #expect(try await reader.database.traits(of: ann.id).ability == ["speed": 2])
                let process = Process(bench, store: store)
                #expect(try await process.database.traits(of: ann.id).ability == ["speed": 2])
                let count = try await Process(bench).database.namingComponents(ofType: "infix").count
                #expect(try await reader.database.namingComponents(ofType: "infix").count == count)
                try await writer.database.write { try await $0.removeTrait("speed", .ability, of: ann.id) }
            }
        }
    }

    /// Runs a body while two reads have their rows and have not stored them.
    private func stop(_ reader: Process, _ agent: UUID, _ body: () async throws -> Void) async throws {
        let gate = Gate()
        let isFirst = Mutex(2)
        reader.log.afterQuery.withLock {
            $0 = {
                let waits = isFirst.withLock { left in
                    left -= 1
                    return left >= 0
                }
                if waits { await gate.pass() }
            }
        }
        let database = reader.database
        async let traits = database.traits(of: agent)
        async let components = database.namingComponents(ofType: "infix")
        try await poll { gate.waiting == 2 }
        try await body()
        gate.open()
        _ = try await (traits, components)
        reader.log.afterQuery.withLock { $0 = nil }
    }

    @Test(arguments: Kind.there) func twoProcessesOverOneStoreAgree(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let processes = [Process(bench, store: store), Process(bench, store: store)]
            for round in 0..<6 {
                let (writer, reader) = (processes[round % 2].database, processes[1 - round % 2].database)
                try await writer.write { transaction in
                    var ann = ann
                    ann.generation = round
                    try await transaction.save(ann)
                    try await transaction.save(Samples.spirit("imp \(round)"))
                }
                for database in [reader, writer] {
                    #expect(try await database.agent(ann.id)?.generation == round)
                    #expect(try await database.namingSpirits().count == 51 + round)
                }
            }
        }
    }

    /// With memory in front, which is believed for a lease.
    @Test(arguments: Kind.there) func twoProcessesThatListenAgreeSoon(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let (one, two) = (
                Process(bench, store: store, clock: SystemClock()), Process(bench, store: store, clock: SystemClock())
            )
            let listening = [one, two].map { process in Task { await process.database.cache.run() } }
            defer { for task in listening { task.cancel() } }
            try await one.database.write { try await $0.save(ann) }
            try await poll {
                _ = try? await two.database.agent(ann.id)
                return (two.statistics("agent_data").hits["memory"] ?? 0) > 0
            }
            var changed = ann
            changed.name = "anna"
            try await one.database.write { [changed] in try await $0.save(changed) }
            try await poll { (try? await two.database.agent(ann.id)?.name) == "anna" }
        }
    }

    /// Many writers and readers at once; in the end every answer is the database's.
    @Test(arguments: Kind.there) func manyAtOnceEndWhereTheDatabaseIs(_ kind: Kind) async throws {
        let ann = ann
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let processes = [Process(bench, store: store), Process(bench, store: store)]
            try await processes[0].database.write { try await $0.save(ann) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<4 {
                    let database = processes[worker % 2].database
                    group.addTask {
                        for round in 0..<10 {
                            if worker < 2 {
                                try await database.write { transaction in
                                    try await transaction.setTrait("t", .ability, of: ann.id, to: Double(round))
                                }
                                try await database.move(to: AgentPosition(agentID: ann.id, x: Double(round)))
                            } else {
                                _ = try await database.traits(of: ann.id)
                                _ = try await database.position(of: ann.id)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let truth = Process(bench).database
            for process in processes {
                #expect(try await process.database.traits(of: ann.id) == truth.traits(of: ann.id))
                #expect(try await process.database.position(of: ann.id) == truth.position(of: ann.id))
            }
        }
    }
}
