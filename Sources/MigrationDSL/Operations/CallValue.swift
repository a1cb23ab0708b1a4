/// What stands in a call as an argument: a literal, or a value of this module.
package indirect enum CallValue: Sendable {
    /// A literal that stays on one line, such as a name.
    case name(String)
    /// A literal that may take several lines, such as a comment.
    case text(String)
    /// Source that is written as it is, such as `true` and `.cascade`.
    case word(String)
    /// Names in brackets.
    case names([String])
    /// Values in brackets.
    case list([CallValue])
    /// Keys and their values in brackets.
    case pairs([(key: String, value: CallValue)])
    /// A call of something else, such as `.after("calm")`.
    case call(String, [OperationCall.Argument])

    /// The name of a table, a view or a type.
    case objectName(ObjectName)
    /// An object, named by its kind.
    case reference(ObjectReference)
    /// An object with all that defines it.
    case object(SchemaObject)
    /// What an object consists of, in the place of the object: arguments of the call, and what stands in its braces.
    ///
    /// An object that they do not say all of is written as ``object(_:)``.
    case parts(SchemaObject)
    /// A column.
    case column(Column)
    /// A constraint, as a case of `Constraint`.
    case constraint(Constraint)
    /// A check alone.
    case check(Check)
    /// SQL.
    case sql(SQLText)
    /// A default.
    case defaultValue(DefaultValue)
    /// A row of a table.
    case row(Row)
    /// Which rows.
    case predicate(Predicate)
    /// What becomes of a column.
    case columnChange(ColumnChange)
    /// What becomes of a sequence.
    case sequenceChange(SequenceChange)
    /// What becomes of a table's options.
    case tableOptionsChange(TableOptionsChange)
    /// What becomes of settings.
    case storageChange([String: ColumnChange.Change<String>])
    /// What becomes of an attribute of a composite type.
    case attributeChange(AttributeChange)
    /// The options of a view.
    case viewOptions(ViewOptions)

    /// `.set(…)` or `.remove`; nothing if nothing changes.
    static func change<Wrapped>(
        _ change: ColumnChange.Change<Wrapped>?,
        _ value: (Wrapped) -> CallValue
    ) -> CallValue? {
        switch change {
        case .set(let new): .call(".set", [.init(nil, value(new))])
        case .remove: .word(".remove")
        case nil: nil
        }
    }

    /// What becomes of a comment.
    static func change(_ comment: ColumnChange.Change<String>?) -> CallValue? {
        change(comment) { .text($0) }
    }

    /// When a constraint is checked.
    static func deferral(_ deferral: Deferral) -> CallValue { .word(".\(deferral)") }
}
