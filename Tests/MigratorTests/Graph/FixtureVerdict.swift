import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph

/// Runs a fixture's command and says what is wrong with the answer.
struct FixtureVerdict {
    let fixture: FixtureCase
    private(set) var failure: String?

    /// What a command answered.
    private enum Answer {
        case plan(Plan)
        case stamp(StampPlan)
        case revisions([String])
        case branches([(String, [String])])
    }

    init(_ fixture: FixtureCase) {
        self.fixture = fixture
        do {
            let graph = try fixture.makeGraph()
            let answer = try Self.run(fixture, on: graph)
            failure = refusalDue() ? "a bare -N with several rows was taken" : judge(answer, graph)
        } catch {
            failure = judge(error)
        }
    }

    private static func run(_ fixture: FixtureCase, on graph: RevisionGraph) throws(MigratorError) -> Answer {
        let planner = Planner(graph)
        let target = fixture.targetText
        switch fixture.command {
        case "upgrade": return .plan(try planner.upgrade(to: Target(target), rows: fixture.rows))
        case "downgrade": return .plan(try planner.downgrade(to: Target(target), rows: fixture.rows))
        case "stamp": return .stamp(try planner.stamp(to: fixture.target.values, rows: fixture.rows))
        case "history":
            let range = target.isEmpty ? nil : target
            return .revisions(texts(try graph.history(range: range, rows: fixture.rows)))
        case "show": return .revisions(texts(try graph.resolve(target, rows: fixture.rows)))
        case "heads": return .revisions(texts(graph.heads))
        case "branches":
            return .branches(graph.branchPoints().map { ($0.revision.rawValue, texts($0.children)) })
        default:
            // `current` prints the rows and what they imply, less the rows with something applied above.
            let status = planner.current(rows: fixture.rows)
            if !status.unknown.isEmpty { throw MigratorError(.unknownDatabaseRevision, "\(status.unknown)") }
            let model = AppliedModel(graph)
            let applied = model.applied(Set(status.rows))
            let passed = Set(applied.flatMap { graph[$0]?.parents ?? [] })
            return .revisions(texts(status.rows.filter { !passed.contains($0) } + status.implied))
        }
    }

    private static func texts(_ ids: [RevisionID]) -> [String] { ids.map(\.rawValue) }

    /// The one deliberate difference from Alembic, which takes whichever row comes first.
    private func refusalDue() -> Bool {
        let target = fixture.targetText
        return fixture.command == "downgrade" && Set(fixture.current).count > 1 && target.hasPrefix("-")
    }

    private func judge(_ error: MigratorError) -> String? {
        let text = "\(error.code): \(error.message)"
        let names = Set(fixture.graph.map(\.revision))
        if refusalDue() {
            let fits = error.code == .ambiguousRevision || !Set(fixture.current).isSubset(of: names)
            return fits ? nil : text
        }
        guard fixture.expected.expect != "ok" else { return text }
        guard let kind = fixture.expected.error else { return nil }
        let fitting: [MigratorError.Code]? =
            switch kind {
            case "MultipleHeads": [.multipleHeads]
            case "ResolutionError":
                Set(fixture.current).isSubset(of: names)
                    ? [.unknownRevision, .ambiguousRevision]
                    : [.unknownRevision, .ambiguousRevision, .unknownDatabaseRevision]
            case "RangeNotAncestorError": [.notAncestor]
            case "CycleDetected", "DependencyCycleDetected", "LoopDetected", "DependencyLoopDetected": [.cycle]
            default: nil
            }
        guard let fitting else { return nil }
        return fitting.contains(error.code) ? nil : "\(kind) expected, got \(text)"
    }

    private func judge(_ answer: Answer, _ graph: RevisionGraph) -> String? {
        let expected = fixture.expected
        if let error = expected.error { return "\(error) expected, got \(answer)" }
        guard expected.expect == "ok" else { return invariantFailure(answer, graph) }
        let after = Set(expected.heads_after ?? [])
        switch answer {
        case .plan(let plan):
            guard Set(Self.texts(plan.rowsAfter)) == after else { return "rows after: \(plan.rowsAfter), not \(after)" }
            return stepsFailure(plan, graph)
        case .stamp(let plan):
            let rows = Self.texts(plan.rowsAfter)
            let applied = Set(fixture.current).subtracting(Self.texts(plan.removed)).union(Self.texts(plan.added))
            // Of rows that imply each other, which Alembic writes, only the maximal ones.
            let model = AppliedModel(graph)
            let after = Set(Self.texts(Array(model.maximal(of: model.applied(Set(after.map { RevisionID($0) }))))))
            return Set(rows) == after && applied == after ? nil : "rows after: \(rows), not \(after)"
        case .revisions(let revisions):
            return revisionsFailure(revisions, graph)
        case .branches(let branches):
            let got = branches.map { "\($0.0): \($0.1.sorted())" }
            let wanted = (expected.revisions ?? []).map { entry in
                if case .branch(let name, let children) = entry { "\(name): \(children.sorted())" } else { "?" }
            }
            return got == wanted ? nil : "\(got), not \(wanted)"
        }
    }

    private func revisionsFailure(_ revisions: [String], _ graph: RevisionGraph) -> String? {
        let wanted = (fixture.expected.revisions ?? []).map { if case .revision(let name) = $0 { name } else { "?" } }
        // Alembic prints `current` in no particular order.
        let fits = fixture.command == "current" ? revisions.sorted() == wanted.sorted() : revisions == wanted
        guard fits else { return "\(revisions), not \(wanted)" }
        if let heads = fixture.expected.real_heads, heads != Self.texts(graph.effectiveHeads) {
            return "effective heads"
        }
        if let bases = fixture.expected.bases, bases != Self.texts(graph.bases) { return "bases" }
        return nil
    }

    private func stepsFailure(_ plan: Plan, _ graph: RevisionGraph) -> String? {
        let steps = plan.steps.map { [$0.direction.rawValue, $0.revision.rawValue] }
        let wanted = fixture.expected.steps ?? []
        if fixture.expected.order_free == nil {
            guard steps == wanted else { return "steps \(steps), not \(wanted)" }
        } else {
            guard Set(steps) == Set(wanted), steps.count == wanted.count else { return "steps \(steps)" }
        }
        let model = AppliedModel(graph)
        // Alembic goes on from rows that imply each other, and so do we, but nothing good can be said of the rows then.
        let before = Set(plan.rowsBefore)
        if model.maximal(of: model.applied(before)) == before, let problem = model.problem(of: plan) { return problem }
        guard fixture.expected.order_free == nil else { return nil }
        let rows = model.rowsAfterEachStep(of: plan).map { Set(Self.texts(Array($0))) }
        return rows == (fixture.expected.rows ?? []).map { Set($0) } ? nil : "rows \(rows)"
    }

    /// Where Alembic crashes, a result is fine if its rows are the maximal applied revisions.
    private func invariantFailure(_ answer: Answer, _ graph: RevisionGraph) -> String? {
        let model = AppliedModel(graph)
        switch answer {
        case .plan(let plan): return model.problem(of: plan)
        case .stamp(let plan):
            return model.maximal(of: Set(plan.rowsAfter)) == Set(plan.rowsAfter) ? nil : "not maximal"
        case .revisions, .branches: return nil
        }
    }
}
