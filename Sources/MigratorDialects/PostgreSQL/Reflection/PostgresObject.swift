import MigrationDSL

/// An object of PostgreSQL, or a part of one, as its catalogue numbers them.
struct PostgresObject: Hashable {
    /// The number of the catalogue that it is in.
    let catalogue: Int
    let number: Int
    /// The column, or 0 for the whole.
    let part: Int

    init(_ catalogue: PostgresCatalogue, _ number: Int, part: Int = 0) {
        self.init(catalogue.rawValue, number, part: part)
    }

    init(_ catalogue: Int, _ number: Int, part: Int = 0) {
        self.catalogue = catalogue
        self.number = number
        self.part = part
    }
}

/// A catalogue, by the number that it has in every PostgreSQL.
///
/// https://github.com/postgres/postgres/tree/REL_15_STABLE/src/include/catalog
enum PostgresCatalogue: Int {
    case type = 1247
    case function = 1255
    case relation = 1259
    case columnDefault = 2604
    case constraint = 2606
    case schema = 2615
    case rule = 2618
    case trigger = 2620
    case `extension` = 3079
    case policy = 3256
}

/// The first number that an object of an application may have.
let firstPostgresObject = 16384

extension ObjectName {
    /// The name as it is given: without the schema where names without one lead.
    init(_ name: String, postgresSchema schema: String) {
        self.init(name, schema: schema == "public" ? nil : schema)
    }
}
