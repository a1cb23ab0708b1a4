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
        asking(words) { reply in
            guard reply.type == REDIS_REPLY_STRING, let text = reply.str else { return nil }
            return Array(UnsafeRawBufferPointer(start: text, count: Int(reply.len)))
        }
    }

    /// The number of an integer reply.
    func number(_ words: String...) -> Int? {
        asking(words) { reply in reply.type == REDIS_REPLY_INTEGER ? Int(reply.integer) : nil }
    }

    /// The texts of an array reply.
    func list(_ words: String...) -> [String] {
        asking(words) { reply in
            (0..<Int(reply.elements)).compactMap { place in
                guard let element = reply.element[place]?.pointee, let text = element.str else { return nil }
                return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(element.len)), as: UTF8.self)
            }
        } ?? []
    }

    private func asking<Answer>(_ words: [String], _ read: (redisReply) -> Answer?) -> Answer? {
        var words = words.map { strdup($0) as UnsafeMutablePointer<CChar>? }
        defer { for word in words { free(word) } }
        return words.withUnsafeMutableBufferPointer { words in
            words.withMemoryRebound(to: UnsafePointer<CChar>?.self) { words in
                let reply = redisCommandArgv(context, Int32(words.count), words.baseAddress, nil)
                guard let reply = reply?.assumingMemoryBound(to: redisReply.self) else { return nil }
                defer { freeReplyObject(reply) }
                return read(reply.pointee)
            }
        }
    }

    func get(_ key: String) -> [UInt8]? { command("GET", key) }
}
