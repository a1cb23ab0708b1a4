// The public types of SQLiteNIO 1.12.6, by name.

public struct SQLiteAuthorizerAction {}
public struct SQLiteAuthorizerEvent {}
public struct SQLiteAuthorizerResponse {}
public struct SQLiteColumn {}
public struct SQLiteCommitEvent {}
public struct SQLiteCommitResponse {}
public struct SQLiteConnection {}
public protocol SQLiteCustomAggregate {}
public struct SQLiteCustomFunction {}
public struct SQLiteData {}
public protocol SQLiteDatabase {}
public protocol SQLiteDataConvertible {}
public struct SQLiteDataType {}
public struct SQLiteError {}
public struct SQLiteHookToken {}
public struct SQLiteObserverLifetime {}
public struct SQLiteRollbackEvent {}
public struct SQLiteRow {}
public struct SQLiteUpdateEvent {}
public struct SQLiteUpdateOperation {}
