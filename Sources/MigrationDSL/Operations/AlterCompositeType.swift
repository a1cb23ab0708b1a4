/// Changes the attributes of a composite type; PostgreSQL only.
public struct AlterCompositeType: Sendable {
    /// The type's name.
    public let name: ObjectName
    /// The changes, in order.
    public let changes: [AttributeChange]
}

/// A change of one attribute of a composite type.
public enum AttributeChange: Hashable, Sendable {
    /// It is added, after the last.
    case add(CompositeType.Attribute)
    /// It goes; its definition is for the way back.
    case drop(CompositeType.Attribute)
    /// It becomes this; `was` is for the way back.
    case alter(CompositeType.Attribute, was: CompositeType.Attribute)
    /// It takes another name.
    case rename(String, to: String)

    fileprivate var reversed: AttributeChange {
        switch self {
        case .add(let attribute): .drop(attribute)
        case .drop(let attribute): .add(attribute)
        case .alter(let attribute, let former): .alter(former, was: attribute)
        case .rename(let name, let newName): .rename(newName, to: name)
        }
    }
}

extension AlterCompositeType: OperationDetails {
    package static var tag: String { "alterCompositeType" }
    package var summary: String { "alter composite type \(name)" }
    package var touched: Touched { Touched(tables: nil, schema: true) }

    package var destroyed: String? {
        let drops = changes.contains { if case .drop = $0 { true } else { false } }
        return drops ? "the values of attributes of \(name)" : nil
    }

    package func reversed() -> [Operation] {
        [Operation(AlterCompositeType(name: name, changes: changes.reversed().map(\.reversed)))]
    }

    package func call() -> OperationCall {
        OperationCall("alterCompositeType", .objectName(name))
            .with(nil, .list(changes.map { .attributeChange($0) }))
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.values("changes", changes)
    }
}

extension AttributeChange: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch self {
        case .add(let attribute): text.value("add", attribute)
        case .drop(let attribute): text.string("drop", attribute.name)
        case .alter(let attribute, _): text.value("alter", attribute)
        case .rename(let name, let newName):
            text.string("rename", name)
            text.string("to", newName)
        }
    }
}

extension Operations {
    /// Changes the attributes of a composite type.
    ///
    /// ```sql
    /// ALTER TYPE "geo_point" ADD ATTRIBUTE "alt" double precision, DROP ATTRIBUTE "note"
    /// ```
    @discardableResult
    public func alterCompositeType(_ name: ObjectName, _ changes: [AttributeChange]) -> RecordedOperation {
        record(AlterCompositeType(name: name, changes: changes))
    }
}
