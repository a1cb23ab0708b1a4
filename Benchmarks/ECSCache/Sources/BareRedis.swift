import CBareHiredis
import Foundation
import MigratorRedis

/// The library alone: one connection that waits for each answer.
final class BareRedis {
    private let context: UnsafeMutablePointer<redisContext>

    init(_ configuration: RedisStoreConfiguration) throws {
        guard case .tcp(let host, let port) = configuration.address, let context = redisConnect(host, Int32(port)),
            context.pointee.err == 0
        else { throw Unusable("cannot connect by the library alone") }
        self.context = context
        if let password = configuration.password { _ = command("AUTH", password) }
    }

    deinit {
        redisFree(context)
    }

    /// The bytes of a string reply.
    func command(_ words: String...) -> [UInt8]? {
        var words = words.map { strdup($0) as UnsafeMutablePointer<CChar>? }
        defer { for word in words { free(word) } }
        return words.withUnsafeMutableBufferPointer { words in
            words.withMemoryRebound(to: UnsafePointer<CChar>?.self) { words in
                let reply = redisCommandArgv(context, Int32(words.count), words.baseAddress, nil)
                guard let reply = reply?.assumingMemoryBound(to: redisReply.self) else { return nil }
                defer { freeReplyObject(reply) }
                guard reply.pointee.type == REDIS_REPLY_STRING, let text = reply.pointee.str else { return nil }
                return Array(UnsafeRawBufferPointer(start: text, count: Int(reply.pointee.len)))
            }
        }
    }

    func get(_ key: String) -> [UInt8]? { command("GET", key) }
}
