// The public types of HummingbirdRedis 2.0.0, by name.

public struct HBRedisConfiguration {}
public struct HBRedisConnectionPoolService {}
public struct HBRedisPersistDriver {}
public struct RedisConfiguration {}
public struct RedisConnectionPoolService {}
public struct RedisPersistDriver {}
