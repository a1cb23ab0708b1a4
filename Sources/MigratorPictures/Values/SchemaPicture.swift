import MigratorSystem

/// A schema as it is drawn, or what turns one schema into another.
package struct SchemaPicture: Sendable {
    /// What it is of, for the heading.
    package var title: String
    /// The objects, in a stable order.
    package var objects: [PictureObject]
    /// Whether it shows what turns one schema into another.
    package var isComparison: Bool
    /// What a person should know of it, such as an object that could not be read.
    package var remarks: [String]

    /// Creates a picture.
    package init(title: String, objects: [PictureObject], isComparison: Bool = false, remarks: [String] = []) {
        self.title = title
        self.objects = objects
        self.isComparison = isComparison
        self.remarks = remarks
    }

    /// The index of each object, by its key.
    static func numbers(of objects: [PictureObject]) -> [ExactText: Int] {
        var numbers: [ExactText: Int] = [:]
        for (number, object) in objects.enumerated() { numbers[ExactText(object.key)] = number }
        return numbers
    }
}

/// What became of a thing between two schemas.
package enum PictureMark: String, Hashable, Sendable {
    /// It came.
    case added
    /// It went.
    case removed
    /// It is another.
    case changed
}

/// A table, a view or another object of a schema.
package struct PictureObject: Sendable {
    /// What tells it from all other objects of the picture.
    package var key: String
    /// What it is, such as `table`.
    package var kind: String
    /// Its name, with its schema where that is not the one that a database looks in first.
    package var name: String
    /// What it is for.
    package var comment: String?
    /// Its columns, in order; empty for what has none, or none that are known.
    package var columns: [PictureColumn] = []
    /// What it points to.
    package var relations: [PictureRelation] = []
    /// What else there is to know: keys, checks, indexes, definitions.
    package var notes: [PictureNote] = []
    /// What became of it.
    package var mark: PictureMark?
    /// The differences in words, with their SQL.
    package var differences: [PictureDifference] = []

    /// Creates an object.
    package init(key: String, kind: String, name: String) {
        self.key = key
        self.kind = kind
        self.name = name
    }

    /// Whether it is drawn as a box, and not only listed.
    var isDrawn: Bool { Self.relationKinds.contains(kind) }

    private static let relationKinds: Set<String> = ["table", "virtual table", "view", "materialized view"]
}

/// A column of a table or a view.
package struct PictureColumn: Sendable {
    /// Its name.
    package var name: String
    /// Its type, as the database writes it.
    package var type: String
    /// Whether it refuses null.
    package var isRequired = false
    /// Whether it is of the primary key.
    package var isKey = false
    /// Whether no two rows share it alone.
    package var isUnique = false
    /// Whether it points to another table.
    package var isReference = false
    /// Its default, an expression of it, or how it is numbered.
    package var value: String?
    /// What it is for.
    package var comment: String?
    /// What became of it.
    package var mark: PictureMark?

    /// Creates a column.
    package init(name: String, type: String) {
        self.name = name
        self.type = type
    }

    /// `PK`, `FK` and `UK`, as far as they hold.
    var keys: [String] {
        (isKey ? ["PK"] : []) + (isReference ? ["FK"] : []) + (isUnique && !isKey ? ["UK"] : [])
    }
}

/// What an object points to.
package struct PictureRelation: Sendable {
    /// The key of the other object; `nil` if it is not in the picture.
    package var target: String?
    /// The other object's name.
    package var targetName: String
    /// The columns that point, of a foreign key.
    package var columns: [String] = []
    /// The columns that they point to.
    package var targetColumns: [String] = []
    /// What kind it is where it is no foreign key, such as `inherits`.
    package var word: String?
    /// The constraint's name.
    package var name: String?
    /// What happens to rows, such as `on delete cascade`.
    package var rule: String?
    /// Whether each row must point.
    package var isRequired = false
    /// Whether no two rows point to the same one.
    package var isUnique = false
    /// What became of it.
    package var mark: PictureMark?

    /// Creates a relation.
    package init(target: String?, targetName: String) {
        self.target = target
        self.targetName = targetName
    }

    /// `customer, shop -> customers (id, shop)`, or `inherits from people`.
    package var text: String {
        let to = targetColumns.isEmpty ? targetName : "\(targetName) (\(targetColumns.joined(separator: ", ")))"
        return word.map { "\($0) \(to)" } ?? "\(columns.joined(separator: ", ")) -> \(to)"
    }
}

/// A part of an object that is told in words: a key, a check, an index, a definition.
package struct PictureNote: Sendable {
    /// What it is, such as `index`.
    package var kind: String
    /// Its name.
    package var name: String?
    /// What it says.
    package var text: String
    /// What became of it.
    package var mark: PictureMark?

    /// Creates a note.
    package init(kind: String, name: String? = nil, text: String) {
        self.kind = kind
        self.name = name
        self.text = text
    }
}

/// One difference in words.
package struct PictureDifference: Sendable {
    /// What differs.
    package var summary: String
    /// Whether it takes data that nothing brings back.
    package var destroys: Bool
    /// What running it on a database with rows may do.
    package var hazards: [String]
    /// The statements that make it.
    package var sql: [String]

    /// Creates a difference.
    package init(summary: String, destroys: Bool = false, hazards: [String] = [], sql: [String] = []) {
        self.summary = summary
        self.destroys = destroys
        self.hazards = hazards
        self.sql = sql
    }
}
