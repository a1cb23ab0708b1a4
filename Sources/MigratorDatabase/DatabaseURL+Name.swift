extension DatabaseURL {
    /// The URL of another database on the same server, the same in all else; that of a file is not changed.
    ///
    /// - Parameter database: Its name: letters, digits and underscores.
    /// - Returns: The URL.
    /// - Throws: `DatabaseFailure` for a string of keywords that is malformed.
    package func naming(_ database: String) throws(DatabaseFailure) -> DatabaseURL {
        if isKeywordString {
            var parameters = try KeywordString.parameters(of: location)
            parameters["dbname"] = database
            let words = parameters.sorted { $0.key < $1.key }.map { key, value in
                "\(key)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
            }
            return try DatabaseURL(words.joined(separator: " "))
        }
        guard let scheme = location.firstRange(of: "://") else { return self }
        let authority = location[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let query = location[authority.endIndex...].drop { $0 != "?" }.dropFirst()
        // A parameter goes before the path.
        let others = query.split(separator: "&").filter { !$0.hasPrefix("dbname=") }
        let parameters = others.isEmpty ? "" : "?" + others.joined(separator: "&")
        return try DatabaseURL("\(location[..<authority.endIndex])/\(database)\(parameters)")
    }
}
