// The public types of _ConnectionPoolModule 1.33.1, by name.

public struct ConnectionAndMetadata {}
public struct ConnectionIDGenerator {}
public protocol ConnectionIDGeneratorProtocol {}
public protocol ConnectionKeepAliveBehavior {}
public struct ConnectionLease {}
public struct ConnectionPool {}
public struct ConnectionPoolConfiguration {}
public struct ConnectionPoolError {}
public protocol ConnectionPoolObservabilityDelegate {}
public struct ConnectionRequest {}
public protocol ConnectionRequestProtocol {}
public struct NoOpConnectionPoolMetrics {}
public struct NoOpKeepAliveBehavior {}
public protocol PooledConnection {}
