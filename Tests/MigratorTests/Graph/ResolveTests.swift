import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

@Suite struct ResolveTests {
    @Test func everyFormThatNamesARevision() throws {
        let graph = try Graphs.fork()
        #expect(try graph.resolve("left2") == ["left2"])
        #expect(try graph.resolve("aaa") == ["aaaa"])
        #expect(try graph.resolve("heads") == ["left2", "right1"])
        #expect(try graph.resolve("base") == [])
        #expect(try graph.resolve("left") == ["left1"])
        #expect(try graph.resolve("left@head") == ["left2"])
        #expect(try graph.resolve("left@heads") == ["left2"])
        #expect(try graph.resolve("left1@head") == ["left2"])
        #expect(try graph.resolve("left@base") == [])
        #expect(try graph.resolve("left@aaaa") == ["aaaa"])
        #expect(try graph.resolve("left@left2") == ["left2"])
        #expect(try graph.resolve("current", rows: ["left1"]) == ["left1"])
        #expect(try graph.resolve("-1") == ["left1", "bbbb"])
        #expect(try graph.resolve("left@-1") == ["left1"])
    }

    @Test func anEmptyGraphHasNoHead() throws {
        let graph = try RevisionGraph([])
        #expect(try graph.resolve("head") == [])
        #expect(try graph.resolve("heads") == [])
        #expect(try graph.history() == [])
        #expect(try Planner(graph).upgrade(to: "head", rows: []).isEmpty)
    }

    @Test func partsOfIds() throws {
        let graph = try RevisionGraph([
            node("abc"), node("abcd1", ["abc"]), node("abcd2", ["abcd1"]),
            node("f00d", ["abcd2"], labels: ["labelled"]),
        ])
        #expect(try graph.resolve("abc") == ["abc"], "an exact id wins")
        #expect(try graph.resolve("f") == ["f00d"], "one character will do if it is the only one")
        #expect(try graph.resolve("lab") == ["f00d"], "labels count")
        expectFailure(.ambiguousRevision, "multiple revisions start with 'abcd'", "'abcd1', 'abcd2'") {
            () throws(MigratorError) in
            _ = try graph.resolve("abcd")
        }
        expectFailure(.unknownRevision, "at least four characters") { () throws(MigratorError) in
            _ = try RevisionGraph([node("abc")]).resolve("ab")
        }
    }

    @Test func aBranchNarrowsPartsOfIds() throws {
        let graph = try RevisionGraph([
            node("base1"), node("abcd1", ["base1"], labels: ["one"]), node("abcd2", ["base1"], labels: ["two"]),
        ])
        #expect(try graph.resolve("one@abcd") == ["abcd1"])
        #expect(try graph.resolve("two@abcd") == ["abcd2"])
    }

    /// `abcd` alone could be three revisions; on a branch it is one.
    @Test func everyVerbLooksForAPartWithinTheBranch() throws {
        let graph = try RevisionGraph([
            node("base1"), node("abcd58846", ["base1"], labels: ["one"]), node("one2", ["abcd58846"]),
            node("abcd2", ["base1"], labels: ["two"]), node("two2", ["abcd2"]), node("abcd3"), node("last3", ["abcd3"]),
        ])
        let planner = Planner(graph)
        func steps(_ plan: Plan) -> [RevisionID] { plan.steps.map(\.revision) }
        for label in ["one", "one2", "abcd58846"] {
            #expect(
                try planner.stamp(to: ["\(label)@abcd"], rows: ["one2", "two2"]).rowsAfter == ["two2", "abcd58846"]
            )
            #expect(try planner.stamp(to: ["\(label)@abcd"], rows: []).rowsAfter == ["abcd58846"])
            #expect(try steps(planner.upgrade(to: Target("\(label)@abcd"), rows: ["base1"])) == ["abcd58846"])
            #expect(
                try steps(planner.upgrade(to: Target("\(label)@abcd+1"), rows: ["base1"])) == ["abcd58846", "one2"]
            )
            #expect(try steps(planner.upgrade(to: Target("\(label)@abcd-1"), rows: [])) == ["base1"])
            #expect(try steps(planner.downgrade(to: Target("\(label)@abcd"), rows: ["one2", "two2"])) == ["one2"])
            #expect(try steps(planner.downgrade(to: Target("\(label)@abcd+1"), rows: ["one2", "two2"])) == [])
            #expect(
                try steps(planner.downgrade(to: Target("\(label)@abcd-1"), rows: ["one2"])) == ["one2", "abcd58846"]
            )
            #expect(try graph.history(range: "\(label)@abcd:") == ["one2", "abcd58846"])
            #expect(try graph.history(range: ":\(label)@abcd") == ["abcd58846", "base1"])
            #expect(try graph.placement(onto: "\(label)@abcd", splice: true).parents == ["abcd58846"])
            #expect(try steps(planner.offlineDowngrade("one2:\(label)@abcd")) == ["one2"])
        }
        #expect(try steps(planner.downgrade(to: "two@abcd", rows: ["one2", "two2"])) == ["two2"])
        #expect(try planner.stamp(to: ["one@abcd", "abcd2@abcd"], rows: []).rowsAfter == ["abcd58846", "abcd2"])
        // What begins so on no branch, or on none that is named, is as unclear as before.
        for target in ["abcd", "base1@abcd"] {
            expectFailure(.ambiguousRevision, "multiple revisions start with 'abcd'") { () throws(MigratorError) in
                _ = try planner.downgrade(to: Target(target), rows: ["one2", "two2"])
            }
            expectFailure(.ambiguousRevision) { () throws(MigratorError) in
                _ = try planner.stamp(to: [target], rows: [])
            }
        }
    }

    @Test func unknownNamesKeepTheReason() throws {
        let graph = try Graphs.fork()
        expectFailure(.unknownRevision, "Can't locate revision identified by 'lefft1'", "did you mean 'left1'?") {
            () throws(MigratorError) in
            _ = try graph.resolve("lefft1")
        }
        expectFailure(.unknownRevision, "No such branch: 'nolabel'") { () throws(MigratorError) in
            _ = try graph.resolve("nolabel@left1")
        }
        expectFailure(.unknownRevision, "revision left2 is not a member of branch 'right'") {
            () throws(MigratorError) in
            _ = try graph.resolve("right@left2")
        }
        expectFailure(.unknownRevision) { () throws(MigratorError) in _ = try graph.resolve("") }
        expectFailure(.invalidTarget, "below the first revision") { () throws(MigratorError) in
            _ = try graph.resolve("-9")
        }
    }

    @Test func headWhereThereAreSeveral() throws {
        let graph = try Graphs.fork()
        expectFailure(
            .multipleHeads,
            "Multiple head revisions are present for given argument 'head'",
            "'<branchname>@head'",
            "left2, right1"
        ) { () throws(MigratorError) in _ = try graph.resolve("head") }
    }

    @Test func headsCountDependenciesAndHeadDoesNot() throws {
        let graph = try RevisionGraph([node("aaaa"), node("bbbb", ["aaaa"]), node("cccc", dependsOn: ["bbbb"])])
        #expect(graph.heads == ["bbbb", "cccc"])
        #expect(graph.effectiveHeads == ["cccc"])
        #expect(try graph.resolve("heads") == ["cccc"])
        expectFailure(.multipleHeads) { () throws(MigratorError) in _ = try graph.resolve("head") }
    }

    @Test func rowsThatNobodyKnows() throws {
        let graph = try Graphs.fork()
        expectFailure(.unknownDatabaseRevision, "'dead'", "'beef'") { () throws(MigratorError) in
            _ = try graph.resolve("current", rows: ["dead", "left1", "beef"])
        }
        let (known, unknown) = graph.split(rows: ["dead", "left1", "left1", "beef"])
        #expect(known == ["left1"])
        #expect(unknown == ["dead", "beef"])
        #expect(try graph.history(rows: ["dead"]).count == 5)
    }
}
