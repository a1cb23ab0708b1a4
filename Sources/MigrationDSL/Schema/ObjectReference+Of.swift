extension Function {
    /// The function, named.
    public var reference: ObjectReference { isProcedure ? .procedure(name, arguments) : .function(name, arguments) }
}

extension Opaque {
    /// The object, named.
    public var reference: ObjectReference { .opaque(kind, name, on: table) }
}

extension View {
    /// The view, named.
    public var reference: ObjectReference { isMaterialized ? .materializedView(name) : .view(name) }
}
