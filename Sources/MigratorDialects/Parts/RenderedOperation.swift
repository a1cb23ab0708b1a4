package import MigratorCore

/// What a dialect makes of an operation among the others of its revision.
package struct RenderedOperation: Sendable {
    /// The work, or why there is none.
    package let items: Result<[WorkItem], MigratorError>
    /// Whether it must be committed before the transaction of all the others begins, which could not use it.
    package let isPrelude: Bool

    package init(isPrelude: Bool = false, _ items: () throws(MigratorError) -> [WorkItem]) {
        self.isPrelude = isPrelude
        self.items = Result(catching: items)
    }
}
