// The public types of RedisTypes 1.6.3, by name.

public struct RedisSet {}
