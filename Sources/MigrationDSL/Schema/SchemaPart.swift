/// What may stand in the braces of a declared schema: an object, a list of objects, another declared schema.
public protocol SchemaPart: Sendable {
    /// The objects that it stands for, if it stands at this place.
    func declared(at location: SourceLocation) -> [DeclaredObject]
}

/// A value that is one object of a schema.
protocol SchemaValue: SchemaPart {
    var object: SchemaObject { get }
}

extension SchemaValue {
    /// The object, declared at this place.
    public func declared(at location: SourceLocation) -> [DeclaredObject] {
        [DeclaredObject(object, at: location)]
    }
}

extension SchemaName: SchemaPart, SchemaValue {
    var object: SchemaObject { .schema(self) }
}

extension Extension: SchemaPart, SchemaValue {
    var object: SchemaObject { .extension(self) }
}

extension EnumType: SchemaPart, SchemaValue {
    var object: SchemaObject { .enumeration(self) }
}

extension Domain: SchemaPart, SchemaValue {
    var object: SchemaObject { .domain(self) }
}

extension CompositeType: SchemaPart, SchemaValue {
    var object: SchemaObject { .compositeType(self) }
}

extension NumberSequence: SchemaPart, SchemaValue {
    var object: SchemaObject { .sequence(self) }
}

extension Table: SchemaPart, SchemaValue {
    var object: SchemaObject { .table(self) }
}

extension VirtualTable: SchemaPart, SchemaValue {
    var object: SchemaObject { .virtualTable(self) }
}

extension Index: SchemaPart, SchemaValue {
    var object: SchemaObject { .index(self) }
}

extension View: SchemaPart, SchemaValue {
    var object: SchemaObject { .view(self) }
}

extension Function: SchemaPart, SchemaValue {
    var object: SchemaObject { .function(self) }
}

extension Trigger: SchemaPart, SchemaValue {
    var object: SchemaObject { .trigger(self) }
}

extension Policy: SchemaPart, SchemaValue {
    var object: SchemaObject { .policy(self) }
}

extension Opaque: SchemaPart, SchemaValue {
    var object: SchemaObject { .opaque(self) }
}

extension SchemaObject: SchemaPart, SchemaValue {
    var object: SchemaObject { self }
}

extension DeclaredSchema: SchemaPart {
    /// Its objects, each at its own place.
    public func declared(at location: SourceLocation) -> [DeclaredObject] { objects }
}

extension Array: SchemaPart where Element: SchemaPart {
    /// The objects of all parts.
    public func declared(at location: SourceLocation) -> [DeclaredObject] {
        flatMap { $0.declared(at: location) }
    }
}
