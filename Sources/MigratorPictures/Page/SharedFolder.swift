/// The folder in which all of some files lie, which need not be said of each.
///
/// Files of compiled revisions bear the path that they had where they were compiled: what of it is another on each
/// machine is left out.
struct SharedFolder {
    private let length: Int

    /// Finds the folder; there is none unless all paths begin at the root.
    init(_ paths: [String]) {
        var shared: [Substring]?
        for path in paths {
            let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            guard path.hasPrefix("/") else {
                shared = nil
                break
            }
            shared = zip(shared ?? Array(folders), folders).prefix { $0.utf8.elementsEqual($1.utf8) }.map(\.0)
        }
        // The last one has a name that says something.
        length = shared?.dropLast().reduce(0) { $0 + $1.utf8.count + 1 } ?? 0
    }

    /// A path of these from the folder on, with the folder's name.
    func path(_ path: String) -> String {
        String(decoding: path.utf8.dropFirst(length), as: UTF8.self)
    }
}
