import MigratorCatalogue
import MigratorDialects
import MigratorPictures
import MigratorSystem

extension InspectReport {
    /// The schema as it is drawn.
    private var picture: SchemaPicture {
        SchemaPicture(
            title: "Schema of \(source)",
            objects: SchemaPictureMaker(schema.objects, dialect).objects,
            remarks: unsupported.map { "Not drawn: \($0.kind) \($0.object): \($0.why)" }
        )
    }

    /// The schema, drawn; the same schema always gives the same text.
    func text(_ format: PictureFormat) -> String {
        switch format {
        case .html: picture.html()
        case .mermaid: picture.mermaid()
        case .dot: picture.dot()
        }
    }

    /// One table or view as a person would draw it, for a terminal.
    ///
    /// - Parameter table: Its name, with its schema where that is not the one that the database looks in first.
    /// - Returns: The drawing; `nil` if the schema has no such table.
    public func drawing(of table: String) -> String? {
        let picture = picture
        let kinds = ["table", "virtual table", "view", "materialized view"]
        let wanted = dialect.comparedName(table)
        let home = dialect.homeSchema
        let index = picture.objects.firstIndex { object in
            let name = dialect.comparedName(object.name)
            return kinds.contains(object.kind)
                && (name.isExactly(wanted) || dialect.comparedName("\(home).\(object.name)").isExactly(wanted))
        }
        return index.map { picture.drawing(of: $0) }
    }
}

extension DiffReport {
    /// The differences as a page: what came, what went and what changed.
    var page: String {
        SchemaPicture(
            title: "\(from) → \(to)",
            objects: SchemaPictureMaker(self).objects,
            isComparison: true,
            remarks: unsupported.map { "Not compared: \($0.kind) \($0.object): \($0.why)" }
                + unverified.map { "Not verified: \($0.summary)" }
        ).html()
    }
}
