// The public types of FluentSQL 1.56.0, by name.

public protocol SQLConverterDelegate {}
public struct SQLDropConstraint {}
public struct SQLDropTypedConstraint {}
public struct SQLJSONColumnPath {}
public struct SQLList {}
public struct SQLQualifiedTable {}
public struct SQLQueryConverter {}
public struct SQLSchemaConverter {}
