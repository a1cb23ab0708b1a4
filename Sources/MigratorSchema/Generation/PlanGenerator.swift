package import MigrationDSL
package import MigratorCatalogue
package import MigratorDialects
import MigratorSystem

/// Makes the operations that turn one schema into another.
package struct PlanGenerator: Sendable {
    private let dialect: any Dialect
    private let refusedBodies: [ObjectReference: String]

    /// Creates one.
    ///
    /// - Parameters:
    ///   - dialect: The dialect of both schemas.
    ///   - refusedBodies: The functions whose bodies a server refused when they were made, and why.
    package init(_ dialect: any Dialect, refusedBodies: [ObjectReference: String] = [:]) {
        self.dialect = dialect
        self.refusedBodies = refusedBodies
    }

    /// The plan for the differences that a comparison of the two schemas found.
    package func plan(from old: Schema, to new: Schema, _ comparison: SchemaComparison) -> GeneratedPlan {
        // What depends on what need not be known.
        guard !comparison.differences.isEmpty else { return GeneratedPlan() }
        let pass = GenerationPass(old, new, comparison, dialect)
        var plan = GeneratedPlan(details: pass.details, unsupported: pass.unsupported)
        plan.uncheckedBodies = Set(refusedBodies.keys)
        let steps = GenerationOrder(pass).acts.flatMap(\.steps)
        guard !steps.isEmpty else { return plan }
        let ahead = EnumValuesAhead(steps, dialect)
        var bodies = UncheckedBodies(old, new, refused: refusedBodies, dialect)
        for part in [ahead.values, ahead.others] where !part.isEmpty {
            let notes = plan.parts.isEmpty && !ahead.values.isEmpty ? [] : pass.notes
            plan.parts.append(Self.part(part, notes: notes, &bodies))
        }
        for (index, difference) in comparison.differences.enumerated() {
            guard let names = bodies.found[pass.key(difference.object)] else { continue }
            let words = names.map(\.text).sorted().joined(separator: ", ")
            plan.details[index].hazards.append(.leavesUnchecked("\(difference.object)", naming: words))
        }
        return plan
    }

    private static func part(_ steps: [Step], notes: [String], _ bodies: inout UncheckedBodies) -> GeneratedPlan.Part {
        let operations = steps.flatMap(\.operations)
        let destroyed = operations.compactMap(\.destroyed).map { "the downgrade does not bring back \($0)" }
        let upgrade = bodies.upgrade(operations)
        let downgrade = downgrade(steps, isDerivable: upgrade.count == operations.count, &bodies)
        return GeneratedPlan.Part(upgrade: upgrade, downgrade: downgrade, notes: destroyed + notes)
    }

    // It is derived where the upgrade holds the steps' operations and no others.
    private static func downgrade(
        _ steps: [Step],
        isDerivable: Bool,
        _ bodies: inout UncheckedBodies
    ) -> GeneratedPlan.Downgrade {
        var back: [Operation] = []
        do {
            for step in steps.reversed() { back += try step.undo ?? step.operations.reversedOperations() }
        } catch {
            return .none("\(error)")
        }
        let operations = bodies.downgrade(back)
        let isDerived = isDerivable && operations.count == back.count && steps.allSatisfy { $0.undo == nil }
        return isDerived ? .derived : .operations(operations)
    }
}
