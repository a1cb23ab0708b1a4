// The public types of Redis 4.11.0, by name.

public protocol RedisCacheDecoder {}
public protocol RedisCacheEncoder {}
public struct RedisConfiguration {}
public struct RedisID {}
public protocol RedisSessionsDelegate {}
