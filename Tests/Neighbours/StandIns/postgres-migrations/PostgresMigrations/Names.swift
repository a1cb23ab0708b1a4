// The public types of PostgresMigrations 1.2.0, by name.

public protocol DatabaseMigration {}
public struct DatabaseMigrationError {}
public struct DatabaseMigrationGroup {}
public struct DatabaseMigrations {}
public struct DatabaseMigrationService {}
public struct PostgresMigration {}
public struct PostgresMigrationGroup {}
public struct PostgresMigrations {}
