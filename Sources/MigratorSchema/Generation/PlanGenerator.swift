import MigrationDSL
package import MigratorCatalogue
package import MigratorDialects
import MigratorSystem

/// Makes the operations that turn one schema into another.
package struct PlanGenerator: Sendable {
    private let dialect: any Dialect

    /// Creates one.
    ///
    /// - Parameter dialect: The dialect of both schemas.
    package init(_ dialect: any Dialect) {
        self.dialect = dialect
    }

    /// The plan for the differences that a comparison of the two schemas found.
    package func plan(from old: Schema, to new: Schema, _ comparison: SchemaComparison) -> GeneratedPlan {
        // What depends on what need not be known.
        guard !comparison.differences.isEmpty else { return GeneratedPlan() }
        let pass = GenerationPass(old, new, comparison, dialect)
        var plan = GeneratedPlan(details: pass.details, unsupported: pass.unsupported)
        let steps = GenerationOrder(pass).acts.flatMap(\.steps)
        guard !steps.isEmpty else { return plan }
        let ahead = EnumValuesAhead(steps, dialect)
        for part in [ahead.values, ahead.others] where !part.isEmpty {
            plan.parts.append(Self.part(part, notes: plan.parts.isEmpty && !ahead.values.isEmpty ? [] : pass.notes))
        }
        return plan
    }

    private static func part(_ steps: [Step], notes: [String]) -> GeneratedPlan.Part {
        let upgrade = steps.flatMap(\.operations)
        let destroyed = upgrade.compactMap(\.destroyed).map { "the downgrade does not bring back \($0)" }
        return GeneratedPlan.Part(upgrade: upgrade, downgrade: downgrade(steps), notes: destroyed + notes)
    }

    private static func downgrade(_ steps: [Step]) -> GeneratedPlan.Downgrade {
        var back: [Operation] = []
        do {
            for step in steps.reversed() { back += try step.undo ?? step.operations.reversedOperations() }
        } catch {
            return .none("\(error)")
        }
        return steps.contains { $0.undo != nil } ? .operations(back) : .derived
    }
}
