import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorGraph
import MigratorSchema
import MigratorSystem

extension MigrationEngine {
    /// Generates the next revisions: what turns one schema into another, as a person would have written it.
    ///
    /// They are tried on an empty database first: the old schema and the upgrade give the new one, and the downgrade
    /// the old one again; a downgrade that does not is left out, and the revision says why it is irreversible. Nothing
    /// is written; ``texts(of:under:as:scratch:)`` makes the files' texts.
    /// - Parameters:
    ///   - from: The source of the old schema; the heads of the history, unless something else is said.
    ///   - to: The source of the new schema.
    ///   - options: The part of both that is compared, and the renames that are told.
    ///   - proves: Whether the revisions are tried; a server on which no empty database may be made cannot.
    ///   - choose: Says which of several new names a thing has that is not there any more; `nil` where it has none.
    ///     Without it no rename is guessed.
    /// - Returns: The revisions, and what is to be known of them.
    /// - Throws: `MigratorError` for several heads that no revision joins, a source that cannot be had, a rename of
    ///   nothing, or an upgrade that does not give the new schema; `DatabaseFailure`; what `choose` throws.
    public func autogenerate(
        from: SchemaSource = .history(nil),
        to: SchemaSource = .model,
        _ options: SchemaOptions = SchemaOptions(),
        proves: Bool = true,
        choose: RenameQuestion.Choose? = nil
    ) async throws -> GeneratedRevisions {
        if from == .history(nil) { try revisions.graph.requireOneHead() }
        let pair = try await SchemaPair(self, from: from, to: to, options)
        var renames = try pair.renames(options.renames)
        var report = try await pair.report(renames)
        for (rename, text) in zip(renames.told, options.renames) where !report.comparison.holds(rename, report.dialect)
        {
            throw MigratorError(
                .invalidSetting,
                "the rename '\(text)' is none: its new name is not in the new schema alone, or its old one not in the old"
            )
        }
        if let choose {
            var questions = RenameQuestions()
            while let round = questions.next(report.comparison) {
                let chosen = try await questions.ask(round, choose)
                guard !chosen.isEmpty else { continue }
                renames.told += chosen
                report = try await pair.report(renames)
            }
        }
        return try await generated(report, renames, pair, proves: proves)
    }

    private func generated(
        _ report: DiffReport,
        _ renames: Renames,
        _ pair: SchemaPair,
        proves: Bool
    ) async throws -> GeneratedRevisions {
        var (report, plan) = (report, report.plan)
        var unsupported = plan.unsupported.map(UnsupportedObject.init)
        for part in plan.parts { unsupported += UnsupportedObject.unwritable(part.upgrade, report.dialect) }
        if plan.parts.isEmpty, unsupported.isEmpty {
            unsupported = report.differences.map { UnsupportedObject($0) }
        }
        var proof: ProofReport?
        if proves, unsupported.isEmpty, !plan.parts.isEmpty {
            let trial = RevisionProof(self, pair.reader, renames)
            var refused: [ObjectReference: String] = [:]
            while proof == nil {
                do {
                    proof = try await trial.prove(plan, from: pair.old, to: pair.new)
                } catch let body as RefusedBody {
                    refused[body.function] = body.reason
                    report = report.leavingUnchecked(refused)
                    plan = report.plan
                }
            }
        }
        return GeneratedRevisions(
            differences: report,
            revisions: plan.parts.enumerated().map { index, part in
                GeneratedRevision(part, irreversible: proof?.irreversible[index])
            },
            unsupported: unsupported,
            renames: renames.told.map(RenameFlags.flag),
            proof: proof
        )
    }
}

extension RevisionGraph {
    /// Refuses several heads: a revision that is generated from all of them would follow one alone.
    ///
    /// - Throws: ``MigratorError`` with code `.multipleHeads`.
    package func requireOneHead() throws(MigratorError) {
        guard effectiveHeads.count > 1 else { return }
        throw MigratorError(
            .multipleHeads,
            "there are several heads (\(effectiveHeads.map(\.rawValue).joined(separator: ", "))), and a revision that is "
                + "generated from all of them must follow all; join them first: migrator merge heads -m TEXT"
        )
    }
}

extension UnsupportedObject {
    /// The operations of a transaction that the database has no statements for.
    fileprivate static func unwritable(_ operations: [Operation], _ dialect: any Dialect) -> [UnsupportedObject] {
        zip(operations, dialect.rendering(inTransaction: true).render(operations)).compactMap { operation, rendered in
            guard case .failure(let error) = rendered.items else { return nil }
            return UnsupportedObject(Schema.Unsupported(operation.summary, kind: "operation", why: error.message))
        }
    }

    /// A difference for which no operations were made.
    fileprivate init(_ difference: DiffReport.Difference) {
        let why = "there is no operation for: \(difference.summary)"
        self.init(Schema.Unsupported(difference.object, kind: difference.change, why: why))
    }
}
