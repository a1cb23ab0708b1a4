#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension InvalidationEvent {
    /// The event as JSON with sorted names, as it travels.
    ///
    /// - Throws: `CacheError` with code `.encodingFailed`.
    public func json() throws(CacheError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self))
        } catch {
            throw CacheError(.encodingFailed, "the event \(id) cannot be written as JSON", cause: error)
        }
    }

    /// Reads an event from JSON.
    ///
    /// - Throws: `CacheError` with code `.unreadable`; then everything must be taken as stale.
    public init(json: [UInt8]) throws(CacheError) {
        do {
            self = try JSONDecoder().decode(InvalidationEvent.self, from: Data(json))
        } catch {
            throw CacheError(.unreadable, "a message on the bus is no event that this version knows", cause: error)
        }
    }

    /// Reads a row of the outbox.
    ///
    /// A row's JSON is written before its number and time are known, and by scripts that know no fingerprint; a copy of
    /// a database has another one. So these three are always the row's own.
    /// - Parameters:
    ///   - row: The number of the row.
    ///   - json: The event as it was written.
    ///   - at: When, in ISO 8601 and UTC.
    ///   - database: The fingerprint of the database that the row lies in.
    /// - Throws: `CacheError` with code `.unreadable`; then everything must be taken as stale.
    public init(row: Int64, json: String, at: String, database: Fingerprint) throws(CacheError) {
        try self.init(json: Array(json.utf8))
        id = row
        self.at = at
        self.database = database.text
    }
}
