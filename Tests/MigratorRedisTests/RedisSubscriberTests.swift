import Foundation
import MigratorRedis
import MigratorTestSupport
import Testing

/// What a subscriber told, in its order.
private final class Heard: Sendable {
    private let all = Shared<[RedisSubscriberEvent]>([])

    func hear(_ event: RedisSubscriberEvent) { all.withLock { $0.append(event) } }

    var events: [RedisSubscriberEvent] { all.withLock { $0 } }

    var messages: [String] {
        events.compactMap { event in
            guard case .message(_, let payload) = event else { return nil }
            return String(decoding: payload, as: UTF8.self)
        }
    }

    var connections: [RedisServerInfo] {
        events.compactMap { event in
            guard case .connected(let info) = event else { return nil }
            return info
        }
    }

    var pongs: [ContinuousClock.Instant] {
        events.compactMap { event in
            guard case .pong(let sentAt) = event else { return nil }
            return sentAt
        }
    }

    var losses: [RedisError] {
        events.compactMap { event in
            guard case .lost(let error) = event else { return nil }
            return error
        }
    }
}

private let quick = RedisPace(heartbeat: .milliseconds(5), silence: .seconds(10), firstDelay: .milliseconds(2))

@Suite(.enabled(if: Server.isThere, "MIGRATOR_TEST_REDIS names no server"))
struct RedisSubscriberTests {
    @Test
    func hearsWhatIsPublishedOnceItSaysSo() async throws {
        let heard = Heard()
        let channel = Server.key("channel")
        let subscriber = RedisSubscriber(
            try Server.configuration(),
            channels: [channel, channel + "2"],
            pace: quick,
            tell: heard.hear
        )
        await subscriber.start()
        await subscriber.start()
        try await poll(for: "the connection") { heard.connections.count == 1 }
        let pool = try Server.pool()
        #expect(heard.connections.first?.runID == (try await pool.serverInfo().runID))
        // Confirmed means that nothing is missed from now on.
        for number in 0..<500 {
            let other = number % 2 == 0 ? channel : channel + "2"
            let receivers = try await pool.command(RedisCommand("PUBLISH", other, "\(number)"))
            #expect(receivers == .integer(1))
        }
        try await poll(for: "the messages") { heard.messages.count == 500 }
        #expect(heard.messages == (0..<500).map { "\($0)" })
        let binary: [UInt8] = [0, 255, 13, 10, 0]
        _ = try await pool.command(RedisCommand("PUBLISH", [Array(channel.utf8), binary]))
        try await poll(for: "the bytes") {
            heard.events.contains { event in
                if case .message(channel, binary) = event { true } else { false }
            }
        }
        await subscriber.stop()
        #expect(heard.connections.count == 1 && heard.losses.isEmpty)
    }

    @Test
    func aPongFollowsWhatWasPublishedBeforeIt() async throws {
        let heard = Heard()
        let channel = Server.key("channel")
        let subscriber = try RedisSubscriber(Server.configuration(), channels: [channel], pace: quick, tell: heard.hear)
        await subscriber.start()
        try await poll(for: "the connection") { !heard.connections.isEmpty }
        let pool = try Server.pool()
        for number in 0..<200 {
            _ = try await pool.command(RedisCommand("PUBLISH", channel, "\(number)"))
            // The server has taken it. A heartbeat that is sent from now on is told after the message.
            let published = ContinuousClock.now
            try await poll(for: "an answered heartbeat") { (heard.pongs.last ?? published) > published }
            var messages = 0
            for event in heard.events {
                switch event {
                case .message: messages += 1
                case .pong(let sentAt) where sentAt > published: #expect(messages >= number + 1)
                default: break
                }
            }
        }
        await subscriber.stop()
        let pongs = heard.pongs
        #expect(pongs == pongs.sorted() && Set(pongs).count == pongs.count)
    }

    @Test
    func stopsWithinMilliseconds() async throws {
        var times: [Duration] = []
        for round in 0..<12 {
            let heard = Heard()
            let slow = RedisPace(heartbeat: .seconds(30), silence: .seconds(30), firstDelay: .seconds(30))
            var configuration = try Server.configuration()
            // Every third one rests after a failure.
            if round % 3 == 2 { configuration.address = .unix(path: "/nowhere") }
            let subscriber = RedisSubscriber(configuration, channels: ["c"], pace: slow, tell: heard.hear)
            await subscriber.start()
            try await poll(for: "what is told") {
                round % 3 == 2 ? !heard.losses.isEmpty : !heard.connections.isEmpty && !heard.pongs.isEmpty
            }
            let start = ContinuousClock.now
            await subscriber.stop()
            times.append(start.duration(to: .now))
            let count = heard.events.count
            if round % 3 != 2 { _ = try await Server.pool().command(RedisCommand("PUBLISH", "c", "late")) }
            #expect(heard.events.count == count)
            #expect(heard.losses.count == (round % 3 == 2 ? 1 : 0))
        }
        // Other tests use the machine as well.
        #expect(times.sorted()[times.count / 2] < .seconds(1), "\(times)")
        #expect(times.allSatisfy { $0 < .seconds(20) }, "\(times)")
    }

    @Test
    func goesWhenNobodyHoldsIt() async throws {
        let heard = Heard()
        let name = "sub\(UUID().uuidString.prefix(8))"
        var configuration = try Server.configuration()
        configuration.clientName = name
        var subscriber: RedisSubscriber?
        subscriber = RedisSubscriber(configuration, channels: ["c"], pace: quick, tell: heard.hear)
        await subscriber?.start()
        try await poll(for: "the connection") { !heard.connections.isEmpty }
        let pool = try Server.pool()
        let isThere = { try await pool.command(RedisCommand("CLIENT", "LIST")).text?.contains("name=\(name) ") == true }
        #expect(try await isThere())
        subscriber = nil
        try await poll(for: "its end") { try await !isThere() }
    }

    @Test
    func comesBackWhenTheServerDoes() async throws {
        try await OwnServer.run { server in
            let heard = Heard()
            let subscriber = RedisSubscriber(server.configuration, channels: ["c"], pace: quick, tell: heard.hear)
            await subscriber.start()
            for round in 1...3 {
                try await poll(for: "the connection") { heard.connections.count == round }
                let pool = RedisPool(server.configuration)
                _ = try await pool.command(RedisCommand("PUBLISH", "c", "\(round)"))
                try await poll(for: "the message") { heard.messages.count == round }
                let losses = heard.losses.count
                if round == 2 {
                    // The server lives and throws it out.
                    _ = try await pool.command(RedisCommand("CLIENT", "KILL", "TYPE", "pubsub"))
                } else {
                    try await server.halt()
                    try await poll(for: "the loss") { heard.losses.count > losses + 1 }
                    try await server.startAgain()
                }
                try await poll(for: "the loss") { heard.losses.count > losses }
            }
            try await poll(for: "the connection") { heard.connections.count == 4 }
            #expect(Set(heard.connections.map(\.runID)).count == 3)
            // What was told is a loss before each further connection.
            var isLost = true
            for event in heard.events {
                switch event {
                case .connected:
                    #expect(isLost)
                    isLost = false
                case .lost: isLost = true
                default: #expect(!isLost)
                }
            }
            await subscriber.stop()
        }
    }

    @Test
    func aSilentServerIsLeft() async throws {
        try await OwnServer.run { server in
            let heard = Heard()
            var pace = quick
            pace.silence = .milliseconds(60)
            let configuration = server.configuration { $0.commandTimeout = .milliseconds(60) }
            let subscriber = RedisSubscriber(configuration, channels: ["c"], pace: pace, tell: heard.hear)
            await subscriber.start()
            try await poll(for: "the connection") { heard.pongs.count > 2 }
            try server.pause()
            let paused = ContinuousClock.now
            try await poll(for: "the silence as a loss") { !heard.losses.isEmpty }
            #expect(heard.losses.first?.code == .timedOut)
            #expect(heard.pongs.allSatisfy { $0 <= paused })
            // Counted before: the next one may be there before this thread is.
            let connections = heard.connections.count
            try server.resume()
            try await poll(for: "the next connection") { heard.connections.count > connections }
            await subscriber.stop()
        }
    }
}

@Test
func aSubscriptionThatGetsNonsenseIsLost() async throws {
    let fields = "redis_version:7.0.0\r\nrun_id:x\r\nmaster_replid:y\r\ncluster_enabled:0\r\n"
    let info = "$\(fields.utf8.count)\r\n\(fields)\r\n"
    let server = try FakeServer { peer in
        guard !peer.read().isEmpty else { return }
        peer.write("*2\r\n+master\r\n:0\r\n" + info + info + info)
        guard !peer.read().isEmpty else { return }
        peer.write("*3\r\n+subscribe\r\n+c\r\n:1\r\n*3\r\n+message\r\n+c\r\n+hello\r\n*2\r\n+pong\r\n+77\r\n")
        _ = peer.read()
    }
    let heard = Heard()
    var configuration = RedisStoreConfiguration(.tcp(host: "127.0.0.1", port: server.port))
    configuration.clientName = nil
    configuration.commandTimeout = .seconds(10)
    let subscriber = RedisSubscriber(configuration, channels: ["c"], pace: quick, tell: heard.hear)
    await subscriber.start()
    try await poll(for: "the loss") { heard.losses.count > 1 }
    await subscriber.stop()
    #expect(heard.connections.count >= 1 && heard.messages.first == "hello" && heard.pongs.isEmpty)
    #expect(heard.losses.first?.code == .wrongReply, "\(heard.losses)")
}

@Test
func restsLongerAfterEachFailure() {
    let pace = RedisPace(firstDelay: .milliseconds(50), longestDelay: .seconds(5))
    for failures in 1...100 {
        let full = failures < 8 ? Duration.milliseconds(50) * (1 << (failures - 1)) : .seconds(5)
        let delays = (0..<50).map { _ in pace.delay(after: failures) }
        #expect(delays.allSatisfy { $0 >= full / 2 && $0 <= full }, "\(failures)")
        #expect(Set(delays).count > 10)
    }
}
