import Testing

@testable import MigratorPictures

struct SharedFolderTests {
    @Test(arguments: [
        (["/a/b/shop/one.sql", "/a/b/shop/two.sql"], ["shop/one.sql", "shop/two.sql"]),
        (["/a/b/ecs/one.swift", "/a/b/naming/two.swift"], ["b/ecs/one.swift", "b/naming/two.swift"]),
        (["/a/b/shop/one.sql"], ["shop/one.sql"]),
        (["/a/one.sql", "/b/two.sql"], ["/a/one.sql", "/b/two.sql"]),
        (["/one.sql", "/a/two.sql"], ["/one.sql", "/a/two.sql"]),
        (["revisions/one.sql", "/a/revisions/two.sql"], ["revisions/one.sql", "/a/revisions/two.sql"]),
        (["/a/b/one.sql", "two.sql", "/a/b/three.sql"], ["/a/b/one.sql", "two.sql", "/a/b/three.sql"]),
        ([], []),
    ])
    func pathsBeginAtTheFolderOfAll(_ paths: [String], _ short: [String]) {
        let folder = SharedFolder(paths)
        #expect(paths.map(folder.path) == short)
    }
}
