import MigrationDSL
import MigratorDatabase

/// The constraints of tables and domains; those that only follow from another table's are left out.
struct PostgresConstraints: PostgresPart {
    private let ofRelations: [Int: [PostgresConstraint]]
    private let ofDomains: [Int: [PostgresConstraint]]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var ofRelations: [Int: [PostgresConstraint]] = [:]
        var ofDomains: [Int: [PostgresConstraint]] = [:]
        for row in rows {
            let constraint = try PostgresConstraint(row)
            if constraint.relation != 0 {
                ofRelations[constraint.relation, default: []].append(constraint)
            } else {
                ofDomains[constraint.domain, default: []].append(constraint)
            }
        }
        self.ofRelations = ofRelations.mapValues(Self.ordered)
        self.ofDomains = ofDomains.mapValues(Self.ordered)
    }

    /// Those of a relation: keys, then what is unique, checks, foreign keys, exclusions; of a kind as they were made.
    subscript(relation: Int) -> [PostgresConstraint] { ofRelations[relation] ?? [] }

    /// Those of a domain.
    func of(domain: Int) -> [PostgresConstraint] { ofDomains[domain] ?? [] }

    /// All.
    var all: some Sequence<PostgresConstraint> { [ofRelations, ofDomains].lazy.flatMap { $0.values.joined() } }

    private static func ordered(_ constraints: [PostgresConstraint]) -> [PostgresConstraint] {
        constraints.sorted { ($0.kind.rank, $0.number) < ($1.kind.rank, $1.number) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT k.oid, k.conrelid, k.contypid, x.oid, k.conname, k.contype, k.conkey, k.condeferrable, k.condeferred,
            k.convalidated, k.connoinherit, k.conislocal, k.confrelid, k.confupdtype, k.confdeltype,
            k.confmatchtype = 'f', k.confdelsetcols,
            CASE k.contype WHEN 'f' THEN (SELECT format('%I.%I', s.nspname, r.relname)
                FROM pg_class r JOIN pg_namespace s ON s.oid = r.relnamespace WHERE r.oid = k.confrelid) END,
            CASE k.contype WHEN 'f' THEN (SELECT string_agg(quote_ident(a.attname), ',' ORDER BY f.position)
                FROM unnest(k.confkey) WITH ORDINALITY AS f (number, position)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = f.number) END,
            pg_get_expr(k.conbin, k.conrelid), i.indkey, i.indnkeyatts, i.indnullsnotdistinct,
            pg_get_expr(i.indpred, i.indrelid), array_to_string(x.reloptions, chr(31)),
            k.contype IN ('p', 'u') AND k.conexclop IS NOT NULL OR k.contype = 'f' AND i.indisexclusion,
            CASE WHEN k.contype = 'x' OR NOT k.convalidated OR k.contype = 'n' AND k.connoinherit
                OR k.conexclop IS NOT NULL OR i.indisexclusion THEN pg_get_constraintdef(k.oid) END
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        LEFT JOIN pg_index i ON i.indexrelid = k.conindid
        LEFT JOIN pg_class x ON x.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
        WHERE k.contype IN ('c', 'p', 'u', 'x', 'f', 'n') AND k.conparentid = 0 AND \(filter.admits("n.nspname"))
        """
    }
}

/// A row of `pg_constraint`.
struct PostgresConstraint: Sendable {
    /// What a constraint is.
    enum Kind: String, Sendable, CaseIterable {
        case primaryKey = "p"
        case unique = "u"
        case check = "c"
        case foreignKey = "f"
        case exclusion = "x"
        /// A constraint of its own since PostgreSQL 18.
        case notNull = "n"

        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    let number: Int
    let relation: Int
    let domain: Int
    /// The index of a key or an exclusion.
    let index: Int?
    let name: String
    let kind: Kind
    /// The positions of its columns; 0 stands for an expression.
    let columns: [Int]
    let deferral: Deferral?
    let isValid: Bool
    let noInherit: Bool
    let isLocal: Bool
    let referenced: Int
    let onUpdate: ReferentialAction?
    let onDelete: ReferentialAction?
    let matchesFull: Bool
    let onDeleteColumns: [Int]
    let referencedName: ObjectName?
    let referencedColumns: [String]
    let expression: String?
    /// The positions of the columns that its index carries.
    let include: [Int]
    let nullsNotDistinct: Bool
    let predicate: String?
    let indexOptions: [String: String]
    /// The definition, where the fields do not say all; without the name.
    let definition: String?
    /// Whether it is one that the DSL has no words for.
    let isBeyondWords: Bool

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        number = try reader.next()
        relation = try reader.next()
        domain = try reader.next()
        index = try reader.next()
        name = try reader.next()
        kind = Kind(rawValue: try reader.next()) ?? .check
        columns = try reader.numbers()
        let isDeferrable: Bool = try reader.next()
        let isDeferred: Bool = try reader.next()
        deferral = isDeferrable ? (isDeferred ? .initiallyDeferred : .initiallyImmediate) : nil
        isValid = try reader.next()
        noInherit = try reader.next()
        isLocal = try reader.next()
        referenced = try reader.next()
        onUpdate = Self.action(try reader.next())
        onDelete = Self.action(try reader.next())
        matchesFull = try reader.next()
        onDeleteColumns = try reader.numbers()
        referencedName = try reader.next(String?.self).map(PostgresServerText.objectName)
        referencedColumns = PostgresServerText.names(try reader.next())
        expression = try reader.next(String?.self).map(PostgresServerText.expression)
        let keys = try reader.numbers()
        include = Array(keys.dropFirst(try reader.next(Int?.self) ?? 0))
        nullsNotDistinct = try reader.next(Bool?.self) ?? false
        predicate = try reader.next(String?.self).map(PostgresServerText.expression)
        indexOptions = try reader.options()
        let isTemporal = try reader.next(Bool?.self) ?? false
        definition = try reader.next()
        let isUnenforced = definition?.hasSuffix(" NOT ENFORCED") ?? false
        isBeyondWords = isTemporal || isUnenforced || kind == .notNull && (!isValid || noInherit)
    }

    private static func action(_ letter: String) -> ReferentialAction? {
        switch letter {
        case "r": .restrict
        case "c": .cascade
        case "n": .setNull
        case "d": .setDefault
        // What happens unless it is told otherwise.
        default: nil
        }
    }
}
