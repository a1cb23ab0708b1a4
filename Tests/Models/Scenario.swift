/// The bounds of an exploration: who takes part, and what may go wrong.
struct Scenario {
    enum Fault: CaseIterable {
        /// The runner is killed, wherever it is; its event is delivered by the next one.
        case kill
        /// The store was out of reach when the fence should have been put up.
        case noFence
        /// The store is emptied and stays who it is.
        case flush
        /// The store starts again from what it last saved, or its replica of then takes over.
        case restart
        /// The subscription breaks, and nobody notices before it is opened anew.
        case disconnect
        /// The database is restored to what it was long ago.
        case restore
        /// A fence ends, whose owner is dead.
        case expire
        /// The store's clock is moved, so that all who listen seem to have been silent for long.
        case clock
    }

    var name: String
    /// How many reads each reader makes, one after another.
    var reads: [UInt8]
    var runners = 1
    var rollsBack = false
    var writesThrough = false
    var hasMemory = false
    var hasFlights = false
    var faults: Set<Fault> = []
    var faultLimit: UInt8 = 1

    static let store = Scenario(name: "one store", reads: [1, 2], faults: [.noFence, .flush, .kill, .expire])
    static let restarts = Scenario(name: "restarts", reads: [1, 2], faults: [.restart, .kill], faultLimit: 1)
    static let restored = Scenario(name: "restored database", reads: [1, 1], faults: [.restore])
    static let twoRunners = Scenario(name: "two runners", reads: [1, 1], runners: 2, rollsBack: true)
    static let flights = Scenario(name: "flights", reads: [1, 1], hasFlights: true, faults: [.noFence])
    static let memory = Scenario(
        name: "memory",
        reads: [3],
        hasMemory: true,
        faults: [.disconnect, .noFence],
        faultLimit: 2
    )
    static let audience = Scenario(
        name: "audience",
        reads: [2],
        hasMemory: true,
        faults: [.flush, .clock, .disconnect, .restart],
        faultLimit: 1
    )
    static let memoryOfTwo = Scenario(name: "memory of two readers", reads: [1, 1], hasMemory: true, hasFlights: true)
    static let writers = Scenario(name: "writers", reads: [1, 1], runners: 2, writesThrough: true)

    static let all = [store, restarts, restored, twoRunners, flights, memory, audience, memoryOfTwo, writers]
}
