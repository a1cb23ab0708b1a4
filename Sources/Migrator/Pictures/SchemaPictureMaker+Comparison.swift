import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorPictures
import MigratorSchema
import MigratorSystem

/// What became of each object between two schemas.
extension SchemaPictureMaker {
    /// Draws the new schema, what went from the old one beside it, and marks all that differs.
    init(_ report: DiffReport) {
        let comparison = report.comparison.differences
        let gone = comparison.compactMap { difference -> Schema.Entry? in
            guard difference.new == nil, case .object(let object) = difference.old else { return nil }
            return report.schemas.old.objects.first { $0.object == object } ?? Schema.Entry(object)
        }
        self.init(report.schemas.new.objects + gone, report.dialect)
        for (difference, told) in zip(comparison, report.differences) {
            guard let index = index(of: difference.object) else { continue }
            change(index) { object in
                object.differences.append(
                    PictureDifference(
                        summary: told.summary,
                        destroys: told.destroys,
                        hazards: told.hazards,
                        sql: told.sql
                    )
                )
            }
            mark(difference, at: index)
        }
    }

    private mutating func mark(_ difference: SchemaDifference, at index: Int) {
        let mark = Self.mark(of: difference)
        let isWhole = difference.part == nil && difference.object.table == nil && !difference.isOfConstraint
        change(index) { object in
            if isWhole { object.mark = mark } else { object.mark = object.mark ?? .changed }
        }
        switch (difference.old, difference.new) {
        case (.column(let column), nil):
            var drawn = self.column(column)
            drawn.mark = .removed
            change(index) { $0.columns.append(drawn) }
        case (.constraint(let old), nil): self.mark(old, .removed, at: index)
        case (_, .constraint(let new)): self.mark(new, mark, at: index)
        case (_, .object(let object)) where difference.object.table != nil,
            (.object(let object), nil) where difference.object.table != nil:
            for note in notes(of: object) { self.mark(note, mark, at: index) }
        default:
            guard let part = difference.part else { return }
            change(index) { object in
                for column in object.columns.indices where object.columns[column].name.isExactly(part) {
                    object.columns[column].mark = object.columns[column].mark ?? mark
                }
            }
        }
    }

    /// Marks a constraint where it is drawn, or draws it because it went.
    private mutating func mark(_ constraint: Constraint, _ mark: PictureMark, at index: Int) {
        guard case .foreignKey(let key) = constraint else {
            if let note = note(constraint) { self.mark(note, mark, at: index) }
            return
        }
        var drawn = relation(of: key, at: index)
        change(index) { object in
            let place = object.relations.firstIndex { other in
                other.text.isExactly(drawn.text) && (other.name ?? "").isExactly(drawn.name ?? "")
            }
            if let place, mark != .removed {
                object.relations[place].mark = mark
            } else {
                drawn.mark = mark
                object.relations.append(drawn)
            }
        }
    }

    private mutating func mark(_ note: PictureNote, _ mark: PictureMark, at index: Int) {
        change(index) { object in
            let place = object.notes.firstIndex { other in
                other.kind == note.kind && other.text.isExactly(note.text)
                    && (other.name ?? "").isExactly(note.name ?? "")
            }
            if let place {
                object.notes[place].mark = mark
            } else {
                var drawn = note
                drawn.mark = mark
                object.notes.append(drawn)
            }
        }
    }

    private static func mark(of difference: SchemaDifference) -> PictureMark {
        let word = difference.change.rawValue
        if word.hasPrefix("drop") { return .removed }
        guard word.hasPrefix("create") || word.hasPrefix("add"), difference.old == nil else { return .changed }
        return .added
    }
}

extension SchemaDifference {
    /// Whether it is of a constraint of its object.
    fileprivate var isOfConstraint: Bool {
        switch (old, new) {
        case (.constraint, _), (_, .constraint): true
        default: false
        }
    }
}
