import MigratorDatabase
import MigratorSystem

/// A set of columns that rows fill, with an encoder for each, in the order of the table.
struct RowShape {
    let columns: [String]
    let encoders: [ColumnEncoder]

    static let none = RowShape(columns: [], encoders: [])

    /// Whether the row has exactly these columns.
    @inline(__always)
    func fits(_ fields: PayloadFields) -> Bool {
        guard fields.count == encoders.count else { return false }
        let values = fields.values
        let stamp = fields.stamp
        return encoders.withUnsafeBufferPointer { encoders in
            for index in encoders.indices where values[encoders[index].slot].stamp != stamp { return false }
            return fields.count > 0
        }
    }
}

/// Matches a payload's names with a table's columns, and holds rows to the rule on sets: all rows have the same
/// columns, except for columns with a default, which a row may leave out.
struct ColumnMatcher {
    /// A problem, and the name it is about.
    struct Mismatch: Error {
        let message: String
        let column: String?
    }

    private let target: PayloadTarget
    private let names: ColumnNames
    private var shapes: [[Int]: RowShape] = [:]
    /// The columns of the first row, by their index in the table.
    private var firstSet: Set<Int>?

    init(_ target: PayloadTarget) {
        self.target = target
        names = ColumnNames(target.columns.map(\.name), of: target.database)
    }

    /// The shape of a row, made the first time that a row has it.
    mutating func shape(of fields: PayloadFields) throws(Mismatch) -> RowShape {
        let slots = fields.filledSlots
        guard !slots.isEmpty else { throw Mismatch(message: "the row has no columns", column: nil) }
        if let shape = shapes[slots] { return shape }
        let matched = try match(slots, fields.names)
        let set = Set(matched.map(\.index))
        if let firstSet {
            try compare(set, with: firstSet)
        } else {
            try checkRequired(set)
            firstSet = set
        }
        let shape = RowShape(
            columns: matched.map { target.columns[$0.index].name },
            encoders: matched.map {
                ColumnEncoder(target.columns[$0.index], slot: $0.slot, database: target.database)
            }
        )
        // A payload may leave out any of its columns with defaults: not each of the sets need be kept.
        if shapes.count < 256 { shapes[slots] = shape }
        return shape
    }

    /// Checks the names of a payload that has no rows.
    func checkNames(_ names: [String]) throws(Mismatch) {
        let matched = try match(Array(names.indices), names)
        try checkRequired(Set(matched.map(\.index)))
    }

    private func match(_ slots: [Int], _ given: [String]) throws(Mismatch) -> [(slot: Int, index: Int)] {
        var matched: [(slot: Int, index: Int)] = []
        for slot in slots {
            let name = given[slot]
            guard let index = names.index(of: name) else { throw Mismatch(message: unknown(name), column: name) }
            if let other = matched.first(where: { $0.index == index }) {
                let names = PayloadMessage.list([given[other.slot], name])
                throw Mismatch(message: "\(names) are one column to the database; leave one out", column: name)
            }
            if target.columns[index].isGenerated {
                throw Mismatch(message: "the database computes this column; no row may give it", column: name)
            }
            matched.append((slot, index))
        }
        return matched.sorted { $0.index < $1.index }
    }

    private func checkRequired(_ set: Set<Int>) throws(Mismatch) {
        for (index, column) in target.columns.enumerated() where !set.contains(index) {
            guard !column.isNullable, !column.hasDefault, !column.isGenerated else { continue }
            throw Mismatch(
                message: "the row lacks this column, which is not nullable and has no default",
                column: column.name
            )
        }
    }

    private func compare(_ set: Set<Int>, with first: Set<Int>) throws(Mismatch) {
        for (index, column) in target.columns.enumerated() where !column.hasDefault {
            if first.contains(index), !set.contains(index) {
                throw Mismatch(
                    message: "the row lacks this column, which earlier rows have and which has no default",
                    column: column.name
                )
            }
            if set.contains(index), !first.contains(index) {
                throw Mismatch(
                    message: "the row has this column, which earlier rows lack and which has no default",
                    column: column.name
                )
            }
        }
    }

    private func unknown(_ name: String) -> String {
        let table = PayloadMessage.quoted(target.table)
        guard !target.columns.isEmpty else { return "there is no table \(table)" }
        let near = target.columns.map(\.name).filter { NearName.isNear($0, name) }
        if !near.isEmpty { return "the table \(table) has no such column; it has \(PayloadMessage.list(near))" }
        let all = PayloadMessage.list(target.columns.map(\.name))
        return "the table \(table) has no such column; its columns are \(all)"
    }
}
