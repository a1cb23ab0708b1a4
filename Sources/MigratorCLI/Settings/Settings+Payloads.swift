public import Migrator
public import MigratorCompression

extension Settings {
    /// The engine's settings with what this program links: compressed payloads can be read.
    static var engine: MigratorSettings {
        var settings = MigratorSettings()
        settings.payloadDecompressors = { compression, maximumSize in
            switch compression {
            case .gzip: try GzipStream(maximumSize: maximumSize)
            case .zstd: try ZstdStream(maximumSize: maximumSize)
            }
        }
        return settings
    }
}

extension GzipStream: PayloadDecompressor {}
extension ZstdStream: PayloadDecompressor {}
