import CacheBridge
import Foundation
import MigrationDSL

/// An operation of one kind, with what it touches.
struct OperationSample: Sendable {
    let operation: MigrationDSL.Operation
    let tables: Set<String>?
    let change: InvalidationEvent.Kind

    /// The name of the operation's type.
    var kind: String { "\(type(of: operation.details))" }

    /// One of each kind of operation.
    static let all =
        samples.flatMap { record, tables, change in
            let op = Operations()
            record(op)
            return op.recorded.map { OperationSample(operation: $0, tables: tables, change: change) }
        } + removal

    private static let samples:
        [(record: @Sendable (Operations) -> Void, tables: Set<String>?, change: InvalidationEvent.Kind)] = [
            ({ $0.createTable("t") { column } }, ["t"], .schema),
            ({ $0.dropTable("t") }, ["t"], .schemaAndData),
            ({ $0.renameTable("t", to: "u") }, ["t", "u"], .schema),
            ({ $0.addColumn(column, to: "t") }, ["t"], .schema),
            ({ $0.dropColumn("c", from: "t") }, ["t"], .schema),
            ({ $0.alterColumn("c", of: "t", to: ColumnChange(nullable: false)) }, ["t"], .schema),
            ({ $0.renameColumn("c", of: "t", to: "d") }, ["t"], .schema),
            ({ $0.createIndex("i", on: "t", columns: ["c"]) }, ["t"], .schema),
            ({ $0.dropIndex("i", on: "t") }, ["t"], .schema),
            ({ $0.renameIndex("i", on: "t", to: "j") }, ["t"], .schema),
            ({ $0.createForeignKey("f", on: "t", columns: ["c"], references: "p", ["id"]) }, ["t", "p"], .schema),
            ({ $0.dropConstraint("f", from: "t") }, ["t"], .schema),
            ({ $0.renameConstraint("f", of: "t", to: "g") }, ["t"], .schema),
            ({ $0.validateConstraint("f", on: "t") }, ["t"], .schema),
            ({ $0.commentOnTable("t", "x") }, ["t"], .schema),
            ({ $0.alterTable("t") { $0.addColumn(column) } }, ["t"], .schema),
            ({ $0.createEnum("e", values: ["a"]) }, [], .schema),
            ({ $0.dropEnum("e") }, [], .schema),
            ({ $0.addEnumValue("b", to: "e") }, nil, .schema),
            ({ $0.renameEnumValue("a", of: "e", to: "b") }, nil, .schemaAndData),
            ({ $0.createView("v", as: "SELECT 1") }, ["v"], .schema),
            ({ $0.dropView("v") }, ["v"], .schema),
            ({ $0.createSchema("s") }, [], .schema),
            ({ $0.dropSchema("s") }, [], .schema),
            ({ $0.createSequence(NumberSequence("q")) }, [], .schema),
            ({ $0.dropSequence("q") }, [], .schema),
            ({ $0.execute("UPDATE t SET c = 1") }, nil, .schemaAndData),
            ({ $0.perform("p") { _ in } }, nil, .schemaAndData),
            ({ $0.bulkInsert(into: "t", [["c": 1]]) }, ["t"], .data),
            ({ $0.update("t", set: ["c": 1], where: Field("c") == 2) }, ["t"], .data),
            ({ $0.delete(from: "t", where: Field("c") == 2) }, ["t"], .data),
            ({ $0.renameView("v", to: "w") }, ["v", "w"], .schema),
            ({ $0.comment(on: .policy("p", on: "t"), "x") }, ["t"], .schema),
            ({ $0.alterConstraint("f", of: "t", deferrable: .remove) }, ["t"], .schema),
            ({ $0.alterIndex("i", on: "t", storage: ["fillfactor": .remove]) }, ["t"], .schema),
            ({ $0.setTableOptions(of: "t", to: TableOptionsChange(logged: false)) }, ["t"], .schema),
            ({ $0.alterView("v", to: ViewOptions()) }, ["v"], .schema),
            ({ $0.alterSequence("q", to: SequenceChange(cache: 5)) }, [], .schema),
            ({ $0.createDomain(Domain("d", .text)) }, [], .schema),
            ({ $0.dropDomain("d") }, [], .schema),
            ({ $0.alterDomain("d", nullable: false) }, nil, .schema),
            ({ $0.createCompositeType(CompositeType("p", [])) }, [], .schema),
            ({ $0.dropCompositeType("p") }, [], .schema),
            ({ $0.alterCompositeType("p", [.rename("a", to: "b")]) }, nil, .schema),
            ({ $0.createExtension("citext") }, [], .schema),
            ({ $0.dropExtension("citext") }, [], .schema),
            ({ $0.createFunction(Function("f", "", "SELECT 1")) }, [], .schema),
            ({ $0.dropFunction("f") }, [], .schema),
            ({ $0.createTrigger(Trigger("g", on: "t", "SELECT 1")) }, ["t"], .schema),
            ({ $0.dropTrigger("g", on: "t") }, ["t"], .schema),
            ({ $0.setTrigger("g", on: "t", to: .disabled) }, ["t"], .schema),
            ({ $0.createPolicy(Policy("p", on: "t")) }, ["t"], .schema),
            ({ $0.dropPolicy("p", on: "t") }, ["t"], .schema),
            ({ $0.alterPolicy(Policy("p", on: "t")) }, ["t"], .schema),
            ({ $0.createVirtualTable(VirtualTable("t", using: "fts5")) }, ["t"], .schema),
            ({ $0.dropVirtualTable(VirtualTable("t", using: "fts5")) }, ["t"], .schemaAndData),
            ({ $0.createOpaque(Opaque("rule", "r", "SELECT 1")) }, nil, .schemaAndData),
            ({ $0.dropOpaque(Opaque("rule", "r", "SELECT 1")) }, nil, .schemaAndData),
        ]

    private static let column = Column("c", .integer)

    /// The operation that undoes a bulk insert, which no method records.
    private static var removal: [OperationSample] {
        let op = Operations()
        op.bulkInsert(into: "t", [["c": 1]], key: ["c"])
        let back = (try? op.recorded.reversedOperations()) ?? []
        return back.map { OperationSample(operation: $0, tables: ["t"], change: .data) }
    }
}

extension OperationSample {
    /// The types of operations, as the files of the DSL declare them.
    static func kinds() throws -> [String] {
        try sources().flatMap { text in
            text.matches(of: /(?m)^extension (\w+): OperationDetails\b/).map { String($0.output.1) }
        }
    }

    /// The methods that record operations, as the same files declare them.
    static func methods() throws -> Set<String> {
        Set(try sources().flatMap { $0.matches(of: /(?m)^    public func (\w+)\(/).map { String($0.output.1) } })
    }

    private static func sources() throws -> [String] {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        folder.append(path: "Sources/MigrationDSL/Operations")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.map { try String(contentsOf: $0, encoding: .utf8) }
    }
}
