// The public types of PostgresKit 2.16.1, by name.

public struct PostgresColumnType {}
public struct PostgresConfiguration {}
public struct PostgresConnectionSource {}
public struct PostgresDataDecoder {}
public struct PostgresDataEncoder {}
public struct PostgresDialect {}
public struct SQLPostgresConfiguration {}
