package import MigratorCore

extension PayloadSource {
    /// A file's rows.
    ///
    /// `name` is what messages call the file: its path as the revision writes it. The format is the one that the path's
    /// extension names unless it is given.
    package static func file(
        _ path: String,
        name: String,
        format: PayloadFormat? = nil,
        into target: PayloadTarget,
        options: PayloadOptions = PayloadOptions()
    ) throws(MigratorError) -> sending PayloadSource {
        guard let format = format ?? PayloadFormat(path: path) else {
            throw MigratorError(
                .payloadInvalid,
                "\(name): the name does not say the format; it must end in .json, .ndjson, .jsonl or .csv, and .gz or .zst may follow"
            )
        }
        let input = try PayloadInput(
            file: path,
            name: name,
            digesting: options.digests,
            decompressors: options.decompressors
        )
        let decompressors = options.decompressors
        return PayloadSource(
            rows(input, format, options),
            again: {
                let input = try PayloadInput(file: path, name: name, digesting: false, decompressors: decompressors)
                return rows(input, format, options)
            },
            into: target,
            options: options
        )
    }

    /// The rows of a payload in memory.
    package static func memory(
        _ bytes: [UInt8],
        name: String,
        format: PayloadFormat,
        into target: PayloadTarget,
        options: PayloadOptions = PayloadOptions()
    ) throws(MigratorError) -> sending PayloadSource {
        let (digesting, decompressors) = (options.digests, options.decompressors)
        func input(digesting: Bool) throws(MigratorError) -> sending PayloadInput {
            try PayloadInput(bytes: bytes, name: name, digesting: digesting, decompressors: decompressors)
        }
        return PayloadSource(
            rows(try input(digesting: digesting), format, options),
            again: { rows(try input(digesting: false), format, options) },
            into: target,
            options: options
        )
    }

    /// The rows of a payload that is embedded in the binary.
    package static func embedded(
        _ text: StaticString,
        name: String,
        format: PayloadFormat,
        into target: PayloadTarget,
        options: PayloadOptions = PayloadOptions()
    ) -> sending PayloadSource {
        let input = PayloadInput(text: text, name: name, digesting: options.digests)
        return PayloadSource(
            rows(input, format, options),
            again: { rows(PayloadInput(text: text, name: name, digesting: false), format, options) },
            into: target,
            options: options
        )
    }

    /// Rows that a revision writes out.
    package static func literal(
        _ rows: [PayloadRow],
        into target: PayloadTarget,
        options: PayloadOptions = PayloadOptions()
    ) -> sending PayloadSource {
        var index = 0
        let rows = LiteralRows(title: "the literal rows") {
            guard index < rows.count else { return nil }
            index += 1
            return rows[index - 1]
        }
        return PayloadSource(rows, into: target, options: options)
    }

    /// Rows that a closure makes, one a call; `nil` ends them.
    package static func computed(
        _ name: String,
        into target: PayloadTarget,
        options: PayloadOptions = PayloadOptions(),
        nextRow: sending @escaping () throws -> PayloadRow?
    ) -> sending PayloadSource {
        let rows = LiteralRows(title: "the computed rows \(PayloadMessage.quoted(name))", nextRow: nextRow)
        return PayloadSource(rows, into: target, options: options)
    }

    private static func rows(
        _ input: sending PayloadInput,
        _ format: PayloadFormat,
        _ options: PayloadOptions
    ) -> sending any PayloadRows {
        let window = PayloadWindow(input, size: options.windowBytes, maximumRow: options.maximumRowBytes)
        return switch format {
        case .json, .ndjson: JSONRows(window, format: format)
        case .csv: CSVRows(window)
        }
    }
}
