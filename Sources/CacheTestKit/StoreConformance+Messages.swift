import CacheBridge

extension StoreConformance {
    static let messages: [Check] = [
        Check("brings messages in order, and the answer to a ping behind them") { it in
            let channel = it.name("channel")
            let subscription = try await it.store.subscribe(to: channel)
            try it.expect("the same store", subscription.identity == (try await it.identity()))
            let messages: [[UInt8]] = (0..<50).map { [UInt8($0), 0, 13, 10] }
            for message in messages { try await it.store.publish(message, on: channel) }
            try await it.store.publish([9], on: it.name("another"))
            try await subscription.ping("one")
            for message in messages {
                try it.expect("message \(message[0])", try await subscription.next() == .message(message))
            }
            try it.expect("the answer", try await subscription.next() == .pong("one"))
            await subscription.close()
            try await it.refuses("after the end", .closed) { _ = try await subscription.next() }
        },
        Check("says how many a message reaches, and for how long it has been there") { it in
            let channel = it.name("channel")
            try it.expect("nobody", try await it.store.publish([1], on: channel) == 0)
            let (one, two) = (try await it.store.subscribe(to: channel), try await it.store.subscribe(to: channel))
            try it.expect("two", try await it.store.publish([1], on: channel) == 2)
            await one.close()
            await two.close()
            let before = try await it.store.uptime()
            try await it.pass(.seconds(1))
            let after = try await it.store.uptime()
            try it.expect("a second later", before >= .zero && after >= before + .seconds(1))
        },
        Check("lets a ping be sent while somebody waits") { it in
            let subscription = try await it.store.subscribe(to: it.name("channel"))
            for round in 0..<20 {
                async let next = subscription.next()
                try await Task.sleep(for: .milliseconds(1))
                try await subscription.ping("\(round)")
                try it.expect("answer \(round)", try await next == .pong("\(round)"))
            }
            await subscription.close()
        },
        Check("wakes who waits when the subscription is closed or the task cancelled") { it in
            let first = try await it.store.subscribe(to: it.name("channel"))
            async let closed: Void = it.refuses("closed", .closed) { _ = try await first.next() }
            try await Task.sleep(for: .milliseconds(20))
            await first.close()
            try await closed
            let second = try await it.store.subscribe(to: it.name("channel"))
            let waiting = Task { try await it.refuses("cancelled", .closed) { _ = try await second.next() } }
            try await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            try await waiting.value
            await second.close()
        },
        Check("knows who listens") { it in
            let name = it.name("s")
            func beat(_ member: String?) async throws -> Set<String> {
                Set(try await it.store.beat(name, member: member, window: it.time(400)))
            }
            try it.expect("nobody", try await beat(nil).isEmpty)
            try it.expect("one", try await beat("one") == ["one"])
            try await it.pass(it.time(250))
            try it.expect("two", try await beat("two") == ["one", "two"])
            try await it.pass(it.time(250))
            try it.expect("one is silent", try await beat(nil) == ["two"])
            try await it.pass(it.time(250))
            try it.expect("both are", try await beat(nil).isEmpty)
        },
        Check("appends to a stream") { it in
            for number in 0..<5 { try await it.store.append([UInt8(number)], to: it.name("stream"), limit: 3) }
        },
    ]
}
