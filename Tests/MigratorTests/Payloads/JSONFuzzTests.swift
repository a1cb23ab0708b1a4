import Testing

@testable import MigratorPayloads

/// Mutated payloads: the scanner never crashes, agrees with a plain reader, and with itself in windows of any size.
@Suite struct JSONFuzzTests: PayloadTesting {
    /// What a scan of the bytes gives: the fields of each row, or the error.
    private struct Outcome: Equatable {
        var fields: [String] = []
        var rows = 0
        var error: String?
    }

    private func scan(_ bytes: [UInt8], _ format: PayloadFormat, window size: Int) -> Outcome {
        let window = PayloadWindow(PayloadInput(bytes: bytes, name: "x"), size: size, maximumRow: 1 << 20)
        let reader: any PayloadRows = format == .csv ? CSVRows(window) : JSONRows(window, format: format)
        var outcome = Outcome()
        do {
            while case .row = try reader.advance(mayRefill: true) {
                outcome.rows += 1
                for slot in reader.fields.filledSlots {
                    let field = reader.fields.values[slot]
                    let text = String(decoding: field.buffer, as: UTF8.self)
                    outcome.fields.append("\(reader.fields.names[slot]) \(field.kind) \(text)")
                }
            }
        } catch {
            outcome.error = String(describing: error)
        }
        return outcome
    }

    static let seeds = [
        #"[{"id":"a-1","n":12,"w":-1.5e+3,"t":[1,2,{"k":"v"}],"o":{"a":null,"b":[true,false]},"e":"🦊é€"},"#
            + #" {"id":"b\n\u00e9\ud83e\udd8a","n":0,"w":0.25,"t":[],"o":{},"e":""}]"#,
        "[ ]",
        "\u{FEFF}[\n  {\"a\": 1, \"b\": \"x\"},\n  {\"b\": \"y\", \"a\": 2},\n  {\"a\": 3}\n]\n",
        #"[{"a\"b":true,"long name of a column":[[[[[[]]]]]]},{"a\"b":false,"long name of a column":[[],[]]}]"#,
    ]

    private func mutate(_ seed: [UInt8], _ random: inout PayloadRandom) -> [UInt8] {
        var bytes = seed
        let tokens = Array("{}[]\",:\\u0eE+-. \n\r\0tfnul9".utf8) + [0x80, 0xC0, 0xED, 0xF4, 0xFF]
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[index] = tokens.randomElement(using: &random) ?? 0
            case 2: bytes.insert(tokens.randomElement(using: &random) ?? 0, at: index)
            case 3: bytes.remove(at: index)
            case 4: bytes.removeSubrange(index...)
            default:
                let end = min(bytes.count, index + Int.random(in: 1...12, using: &random))
                bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }

    @Test(arguments: 0..<4)
    func agreesWithAPlainReader(seed: Int) {
        compare(with: Self.seeds[seed], seed: UInt64(seed), rounds: 400)
    }

    func compare(with text: String, seed: UInt64, rounds: Int) {
        var random = PayloadRandom(seed: seed)
        let base = Array(text.utf8)
        for _ in 0..<rounds {
            let bytes = mutate(base, &random)
            let outcome = scan(bytes, .json, window: 1 << 16)
            let expected = ReferenceJSON.rowCount(bytes)
            #expect(
                (outcome.error == nil ? outcome.rows : nil) == expected,
                "\(String(decoding: bytes, as: UTF8.self)): \(outcome.error ?? "")"
            )
        }
    }

    @Test(arguments: 0..<4)
    func windowsOfAnySizeGiveTheSame(seed: Int) {
        var random = PayloadRandom(seed: UInt64(100 + seed))
        let base = Array(Self.seeds[seed].utf8)
        for size in 1...64 {
            let bytes = size == 1 ? base : mutate(base, &random)
            #expect(scan(bytes, .json, window: size) == scan(bytes, .json, window: 1 << 16))
        }
    }

    @Test func ndjsonInWindowsOfAnySize() {
        var random = PayloadRandom(seed: 7)
        let base = Array("{\"a\":1,\"b\":\"é\"}\n\n{\"a\":2,\"b\":\"\\n\"}\r\n{\"a\":3,\"b\":null}".utf8)
        for size in 1...64 {
            for _ in 0..<4 {
                let bytes = mutate(base, &random)
                #expect(scan(bytes, .ndjson, window: size) == scan(bytes, .ndjson, window: 1 << 16))
            }
        }
    }

    @Test func csvInWindowsOfAnySize() {
        var random = PayloadRandom(seed: 8)
        let base = Array("a,\"b \"\"x\"\"\",c\r\n1,\"two\r\nlines, \"\"q\"\"\",é🦊\n,\"\",\n3,x,\"y\"".utf8)
        for size in 1...64 {
            for _ in 0..<6 {
                let bytes = mutate(base, &random)
                #expect(scan(bytes, .csv, window: size) == scan(bytes, .csv, window: 1 << 16))
            }
        }
    }

    @Test func everyTruncationIsRefused() {
        for seed in Self.seeds {
            let text = Array(seed.utf8)
            let last = text.lastIndex(of: UInt8(ascii: "]")) ?? 0
            for length in 0..<last {
                #expect(scan(Array(text[..<length]), .json, window: 7).error != nil)
            }
        }
    }
}
