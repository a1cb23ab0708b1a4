import MigratorDatabase

/// The comments on objects that are no part of the server itself.
struct PostgresComments: PostgresPart {
    private let comments: [PostgresObject: String]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var comments: [PostgresObject: String] = [:]
        for row in rows {
            var reader = PostgresRowReader(row)
            let object = PostgresObject(try reader.next(Int.self), try reader.next(), part: try reader.next())
            comments[object] = try reader.next(String.self)
        }
        self.comments = comments
    }

    subscript(object: PostgresObject) -> String? { comments[object] }

    subscript(catalogue: PostgresCatalogue, number: Int, part: Int = 0) -> String? {
        comments[PostgresObject(catalogue, number, part: part)]
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT classoid::int8, objoid, objsubid, description FROM pg_description
        WHERE objoid >= \(firstPostgresObject)
        """
    }
}
