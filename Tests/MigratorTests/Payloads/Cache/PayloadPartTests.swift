import CacheBridge
import MigratorDatabase
import MigratorPayloads
import Testing

@testable import Migrator

/// What the cache keeps of a batch, and the key that it lies under.
struct PayloadPartTests {
    private func batch() -> RowBatch {
        var batch = RowBatch(columns: ["id", "naïve"])
        for number in 0..<3 {
            batch.append(Int64(number))
            batch.append(text: "row \(number)")
        }
        return batch
    }

    @Test func cellsAndDriversEncodingsComeBack() throws {
        let ofCells = try #require(PayloadPart.bytes(of: batch(), encoded: nil))
        let cells = try #require(PayloadPart.batch(ofCells))
        #expect(cells.columns == ["id", "naïve"] && cells.rowCount == 3 && cells.image == nil)
        let ofDriver = try #require(PayloadPart.bytes(of: batch(), encoded: [1, 2, 3]))
        let image = try #require(PayloadPart.batch(ofDriver))
        #expect(image.columns == ["id", "naïve"] && image.rowCount == 3 && image.image?.bytes == [1, 2, 3])
    }

    @Test func whatIsDamagedIsNoBatch() throws {
        let bytes = try #require(PayloadPart.bytes(of: batch(), encoded: nil))
        for count in bytes.indices { #expect(PayloadPart.batch(Array(bytes.prefix(count))) == nil) }
        #expect(PayloadPart.batch([9] + bytes.dropFirst()) == nil, "another form")
        #expect(PayloadPart.batch([]) == nil)
    }

    private func column(
        _ name: String = "id",
        _ type: String = "integer",
        _ kind: ColumnKind = .integer(bits: 32),
        nullable: Bool = false,
        filled: Bool = false,
        number: Int = 23
    ) -> CatalogColumn {
        CatalogColumn(
            name: name,
            declaredType: type,
            kind: kind,
            isNullable: nullable,
            hasDefault: filled,
            typeNumber: number
        )
    }

    @Test func theKeyFollowsFromSourceColumnsTypesAndDatabase() {
        func key(
            _ column: CatalogColumn,
            of parts: [String] = ["file", "d"],
            for kind: DatabaseKind = .postgres
        ) -> CacheKey {
            let target = PayloadTarget(table: "t", columns: [column], database: kind)
            return PayloadIdentity(parts: parts, digest: nil).key(for: target)
        }
        let keys = [
            key(column()), key(column(), of: ["file", "e"]), key(column(), for: .sqlite), key(column("no")),
            key(column("id", "int4")), key(column("id", "integer", .integer(bits: 64))), key(column(nullable: true)),
            key(column(filled: true)), key(column(number: 20)),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(key(column()) == keys[0])
        // Tenants whose tables bear other names share what was parsed.
        let other = PayloadTarget(table: "another", columns: [column()], database: .postgres)
        #expect(PayloadIdentity(parts: ["file", "d"], digest: nil).key(for: other) == keys[0])
    }

    @Test func aProgramHasOneDigest() throws {
        let digest = try #require(ProgramDigest.current)
        #expect(digest.count == 64 && ProgramDigest.current == digest)
    }
}
