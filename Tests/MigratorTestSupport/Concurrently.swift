/// Does something for each element, so many at a time: most of a round is waiting for a process or a disk.
///
/// - Throws: What the first body that fails throws; no further ones are begun then.
package func concurrently<Element: Sendable>(
    _ elements: some Sequence<Element>,
    width: Int = 3,
    _ body: @escaping @Sendable (Element) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        for (index, element) in elements.enumerated() {
            if index >= width { try await tasks.next() }
            tasks.addTask { try await body(element) }
        }
        try await tasks.waitForAll()
    }
}
