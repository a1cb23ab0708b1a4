/// The type of a column, in words that both databases can be told.
///
/// | type | PostgreSQL | SQLite |
/// |---|---|---|
/// | `.smallInt`, `.integer`, `.bigInt` | smallint, integer, bigint | SMALLINT, INTEGER, BIGINT |
/// | `.real`, `.double` | real, double precision | FLOAT, DOUBLE PRECISION |
/// | `.decimal(p, s)` | numeric(p, s) | NUMERIC(p, s) |
/// | `.boolean` | boolean | BOOLEAN |
/// | `.text`, `.string(n)`, `.char(n)` | text, varchar(n), char(n) | TEXT, VARCHAR(n), CHAR(n) |
/// | `.bytes` | bytea | BLOB |
/// | `.uuid` | uuid | UUID, held as text |
/// | `.json`, `.jsonb` | json, jsonb | JSON, held as text |
/// | `.date`, `.time` | date, time | DATE, TIME, held as text |
/// | `.timestamp`, `.timestampTZ` | timestamp, timestamptz | TIMESTAMP, TIMESTAMP WITH TIME ZONE, held as text |
/// | `.interval` | interval | TEXT |
/// | `.enumeration("mood")`, with or without `values:` | mood | VARCHAR |
/// | `.array(of: .text)` | text[] | JSON |
/// | `.custom(postgres:sqlite:)`, `.custom("…")` | as written | as written |
/// | `.varchar` | varchar | VARCHAR |
/// | `.timeTZ`, `.time(p)`, `.timestamp(p)` … | timetz, time(p), timestamp(p) … | as without precision |
/// | `.interval(.dayToSecond, precision: p)` | interval DAY TO SECOND(p) | TEXT |
/// | `.serial`, `.bigSerial`, `.smallSerial` | serial, bigserial, smallserial | INTEGER |
/// | `.bit(n)`, `.varbit`, `.varbit(n)` | bit(n), varbit, varbit(n) | TEXT |
/// | `.inet`, `.money`, `.xml`, `.tsvector`, `.point`, `.int4range` … | of the same name | TEXT |
/// | `.named("geometry", "Point", "4326")` | geometry(Point, 4326) | TEXT |
public struct ColumnType: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        case smallInt, integer, bigInt, real, double
        case decimal(precision: Int?, scale: Int?)
        case boolean, text
        case string(Int)
        case char(Int)
        case bytes, uuid, json, jsonb, date, time, timestamp, timestampTZ, interval
        case enumeration(ObjectName, values: [String]?)
        case array(ColumnType)
        case custom(postgres: String, sqlite: String)
        case varchar, timeTZ, smallSerial, serial, bigSerial
        case timed(Timed, precision: Int)
        case spanned(IntervalFields?, precision: Int?)
        case bit(Int)
        case varbit(Int?)
        case builtIn(BuiltIn)
        case named(ObjectName, modifiers: [String])
    }

    package let kind: Kind

    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// Whole numbers of 16 bits.
    public static let smallInt = ColumnType(.smallInt)
    /// Whole numbers of 32 bits.
    public static let integer = ColumnType(.integer)
    /// Whole numbers of 64 bits.
    public static let bigInt = ColumnType(.bigInt)
    /// Floating-point numbers of 32 bits.
    public static let real = ColumnType(.real)
    /// Floating-point numbers of 64 bits.
    public static let double = ColumnType(.double)
    /// Decimal numbers of any precision.
    public static let decimal = ColumnType(.decimal(precision: nil, scale: nil))
    /// Truth values.
    public static let boolean = ColumnType(.boolean)
    /// Text of any length.
    public static let text = ColumnType(.text)
    /// Bytes.
    public static let bytes = ColumnType(.bytes)
    /// UUIDs.
    public static let uuid = ColumnType(.uuid)
    /// JSON documents, kept as written.
    public static let json = ColumnType(.json)
    /// JSON documents, kept as values.
    public static let jsonb = ColumnType(.jsonb)
    /// Days.
    public static let date = ColumnType(.date)
    /// Times of day.
    public static let time = ColumnType(.time)
    /// Points on the calendar, without a zone.
    public static let timestamp = ColumnType(.timestamp)
    /// Points in time.
    public static let timestampTZ = ColumnType(.timestampTZ)
    /// Spans of time.
    public static let interval = ColumnType(.interval)

    /// Decimal numbers of `precision` digits, `scale` of them after the point.
    public static func decimal(_ precision: Int, _ scale: Int = 0) -> ColumnType {
        ColumnType(.decimal(precision: precision, scale: scale))
    }

    /// Text of up to `length` characters.
    public static func string(_ length: Int) -> ColumnType {
        ColumnType(.string(length))
    }

    /// Text of any length, as PostgreSQL also calls it.
    public static let varchar = ColumnType(.varchar)

    /// Text of up to `length` characters; SQL's own word for ``string(_:)``.
    public static func varchar(_ length: Int) -> ColumnType {
        string(length)
    }

    /// Text of exactly `length` characters, filled with spaces.
    public static func char(_ length: Int) -> ColumnType {
        ColumnType(.char(length))
    }

    /// Values of an enum type that ``Operations/createEnum(_:values:)`` made; it stays until `dropEnum`.
    public static func enumeration(_ name: ObjectName) -> ColumnType {
        ColumnType(.enumeration(name, values: nil))
    }

    /// Values of an enum type that the column brings with it: made before its first column, dropped after its last.
    ///
    /// A type of this name with the same values in the same order is taken as it is; with others the step fails. What
    /// drops a column or a table, or gives a column another type, drops the enum too if it says the values in its
    /// definition and nothing in the database uses the enum any more: no column, array, domain or function.
    ///
    /// A type is either made by ``Operations/createEnum(_:values:)`` or brought by its columns. Say values for all
    /// columns of one that they bring, and for none of one that `createEnum` made, which would go with them.
    public static func enumeration(_ name: ObjectName, values: [String]) -> ColumnType {
        ColumnType(.enumeration(name, values: values))
    }

    /// Arrays of another type.
    public static func array(of element: ColumnType) -> ColumnType {
        ColumnType(.array(element))
    }

    /// A type that each database spells in its own way.
    public static func custom(postgres: String, sqlite: String) -> ColumnType {
        ColumnType(.custom(postgres: postgres, sqlite: sqlite))
    }
}

extension ColumnType {
    /// The enum type that it brings with it, itself or as the element of an array.
    package var broughtEnum: EnumType? {
        switch kind {
        case .enumeration(let name, let values): values.map { EnumType(name, values: $0) }
        case .array(let element): element.broughtEnum
        default: nil
        }
    }
}

extension ColumnType: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch kind {
        case .decimal(let precision, let scale):
            text.flag("decimal", true)
            text.number("precision", precision)
            text.number("scale", scale)
        case .string(let length): text.number("string", length)
        case .char(let length): text.number("char", length)
        case .enumeration(let name, let values):
            text.value("enumeration", name)
            if let values { text.node("values") { list in for value in values { list.string("", value) } } }
        case .array(let element): text.value("array", element)
        case .custom(let postgres, let sqlite):
            text.string("postgres", postgres)
            text.string("sqlite", sqlite)
        case .timed(let timed, let precision): text.number(timed.rawValue, precision)
        case .spanned(let fields, let precision):
            text.flag("interval", true)
            text.string("fields", fields?.rawValue)
            text.number("precision", precision)
        case .bit(let length): text.number("bit", length)
        case .varbit(let length):
            text.flag("varbit", true)
            text.number("length", length)
        case .builtIn(let type): text.flag(type.rawValue, true)
        case .named(let name, let modifiers):
            text.value("named", name)
            text.strings("modifiers", modifiers)
        default: text.flag("\(kind)", true)
        }
    }
}
