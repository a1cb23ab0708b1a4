import Foundation

/// How often the heavy suites repeat, and from which seed.
package enum Rounds {
    /// `full` rounds in a soak, `reduced` otherwise.
    package static func count(reduced: Int, full: Int) -> Int {
        ProcessInfo.processInfo.environment["SOAK"] == "1" ? full : reduced
    }

    /// The seed of this run's random choices, printed by the test script.
    package static let seed: UInt64 = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap(UInt64.init) ?? 1
}

/// A generator that gives the same numbers for the same seed on any machine.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SeededRandom {
    /// Whether something happens that does in so many of a hundred cases.
    package mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}
