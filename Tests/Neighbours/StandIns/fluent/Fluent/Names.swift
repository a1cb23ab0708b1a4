// The public types of Fluent 4.13.0, by name.

public struct CacheEntry {}
public struct MigrateCommand {}
public protocol ModelAuthenticatable {}
public struct ModelCredentials {}
public protocol ModelCredentialsAuthenticatable {}
public protocol ModelSessionAuthenticatable {}
public protocol ModelTokenAuthenticatable {}
public struct PageLimit {}
public struct SessionRecord {}
