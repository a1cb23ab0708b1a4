// The public types of SQLiteKit 4.5.2, by name.

public struct SQLiteConfiguration {}
public struct SQLiteConnectionSource {}
public struct SQLiteDataDecoder {}
public struct SQLiteDataEncoder {}
public struct SQLiteDialect {}
