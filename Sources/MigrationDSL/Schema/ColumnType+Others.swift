extension ColumnType {
    /// A type that only PostgreSQL has, by PostgreSQL's name.
    package enum BuiltIn: String, Hashable, Sendable, CaseIterable {
        case inet, cidr, macaddr, macaddr8, money, xml, tsvector, tsquery, oid, jsonpath
        case point, line, lseg, box, path, polygon, circle
        case int4range, int8range, numrange, tsrange, tstzrange, daterange
        case int4multirange, int8multirange, nummultirange, tsmultirange, tstzmultirange, datemultirange
    }

    /// Addresses of hosts, with or without a network.
    public static let inet = ColumnType(.builtIn(.inet))
    /// Addresses of networks.
    public static let cidr = ColumnType(.builtIn(.cidr))
    /// Hardware addresses of 6 bytes.
    public static let macaddr = ColumnType(.builtIn(.macaddr))
    /// Hardware addresses of 8 bytes.
    public static let macaddr8 = ColumnType(.builtIn(.macaddr8))
    /// Amounts of money.
    public static let money = ColumnType(.builtIn(.money))
    /// XML documents.
    public static let xml = ColumnType(.builtIn(.xml))
    /// Texts prepared for search.
    public static let tsvector = ColumnType(.builtIn(.tsvector))
    /// Questions to such texts.
    public static let tsquery = ColumnType(.builtIn(.tsquery))
    /// Numbers of PostgreSQL's own objects.
    public static let oid = ColumnType(.builtIn(.oid))
    /// Paths into JSON documents.
    public static let jsonpath = ColumnType(.builtIn(.jsonpath))
    /// Points of a plane.
    public static let point = ColumnType(.builtIn(.point))
    /// Lines without an end.
    public static let line = ColumnType(.builtIn(.line))
    /// Lines between two points.
    public static let lseg = ColumnType(.builtIn(.lseg))
    /// Rectangles.
    public static let box = ColumnType(.builtIn(.box))
    /// Paths of several points.
    public static let path = ColumnType(.builtIn(.path))
    /// Polygons.
    public static let polygon = ColumnType(.builtIn(.polygon))
    /// Circles.
    public static let circle = ColumnType(.builtIn(.circle))
    /// Ranges of whole numbers of 32 bits.
    public static let int4range = ColumnType(.builtIn(.int4range))
    /// Ranges of whole numbers of 64 bits.
    public static let int8range = ColumnType(.builtIn(.int8range))
    /// Ranges of decimal numbers.
    public static let numrange = ColumnType(.builtIn(.numrange))
    /// Ranges of points on the calendar.
    public static let tsrange = ColumnType(.builtIn(.tsrange))
    /// Ranges of points in time.
    public static let tstzrange = ColumnType(.builtIn(.tstzrange))
    /// Ranges of days.
    public static let daterange = ColumnType(.builtIn(.daterange))
    /// Several of ranges of whole numbers of 32 bits.
    public static let int4multirange = ColumnType(.builtIn(.int4multirange))
    /// Several of ranges of whole numbers of 64 bits.
    public static let int8multirange = ColumnType(.builtIn(.int8multirange))
    /// Several of ranges of decimal numbers.
    public static let nummultirange = ColumnType(.builtIn(.nummultirange))
    /// Several of ranges of points on the calendar.
    public static let tsmultirange = ColumnType(.builtIn(.tsmultirange))
    /// Several of ranges of points in time.
    public static let tstzmultirange = ColumnType(.builtIn(.tstzmultirange))
    /// Several of ranges of days.
    public static let datemultirange = ColumnType(.builtIn(.datemultirange))

    /// Rows of `length` bits, no more and no fewer.
    public static func bit(_ length: Int = 1) -> ColumnType { ColumnType(.bit(length)) }
    /// Rows of bits.
    public static let varbit = ColumnType(.varbit(nil))
    /// Rows of up to `length` bits.
    public static func varbit(_ length: Int) -> ColumnType { ColumnType(.varbit(length)) }

    /// Whole numbers of 16 bits that a sequence of the column's own counts.
    public static let smallSerial = ColumnType(.smallSerial)
    /// Whole numbers of 32 bits that a sequence of the column's own counts.
    public static let serial = ColumnType(.serial)
    /// Whole numbers of 64 bits that a sequence of the column's own counts.
    public static let bigSerial = ColumnType(.bigSerial)

    /// A domain, a composite type, a range or a type of an extension, with what stands behind it in brackets.
    ///
    /// ```swift
    /// Column("place", .named("geometry", "Point", "4326"))
    /// ```
    public static func named(_ name: ObjectName, _ modifiers: String...) -> ColumnType {
        ColumnType(.named(name, modifiers: modifiers))
    }

    /// A type that both databases spell in the same way, or that of the one database there is.
    ///
    /// SQLite takes any text for a type, also none: `.custom("")`.
    public static func custom(_ text: String) -> ColumnType {
        custom(postgres: text, sqlite: text)
    }
}
