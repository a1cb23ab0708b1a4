import BenchmarkSupport

/// Revisions in SQL as people write them: a table, an index, a row or two, and what takes them back.
enum SQLFiles {
    /// Writes so many files into a folder, each the parent of the next.
    static func write(_ count: Int, into folder: TemporaryFolder) throws {
        var random = SeededRandom(3)
        var parent: String?
        for number in 0..<count {
            let id = random.hexadecimal(12)
            try folder.write("\(id)_add_part_\(number).sql", text(id, after: parent, number))
            parent = id
        }
    }

    private static func text(_ id: String, after parent: String?, _ number: Int) -> String {
        """
        -- revision: \(id)
        -- parents: \(parent ?? "")
        -- message: add part \(number)

        -- upgrade
        CREATE TABLE part_\(number) (
            id bigint PRIMARY KEY,
            name varchar(100) NOT NULL, -- as it is shown
            note text DEFAULT 'nothing; yet',
            weight double precision CHECK (weight >= 0),
            made_at timestamp DEFAULT CURRENT_TIMESTAMP
        );
        CREATE INDEX ix_part_\(number)_name ON part_\(number) (name) WHERE note IS NOT NULL;
        INSERT INTO part_\(number) (id, name, weight) VALUES (1, 'the first; it''s small', 0.5), (2, 'the second', 2);
        UPDATE part_\(number) SET note = 'seen' WHERE id IN (SELECT id FROM part_\(number) WHERE weight > 1);

        -- downgrade
        DROP INDEX ix_part_\(number)_name;
        DROP TABLE part_\(number);

        """
    }
}
