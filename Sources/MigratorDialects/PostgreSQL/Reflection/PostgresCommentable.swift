import MigrationDSL

/// An object that says what it is for.
protocol PostgresCommentable {
    func comment(_ comment: String) -> Self
}

extension PostgresCommentable {
    /// The object with the comment that the catalogue has, if it has one.
    func comment(_ comment: String?) -> Self {
        comment.map { self.comment($0) as Self } ?? self
    }
}

extension SchemaName: PostgresCommentable {}
extension Extension: PostgresCommentable {}
extension EnumType: PostgresCommentable {}
extension Domain: PostgresCommentable {}
extension CompositeType: PostgresCommentable {}
extension NumberSequence: PostgresCommentable {}
extension Index: PostgresCommentable {}
extension View: PostgresCommentable {}
extension Function: PostgresCommentable {}
extension Trigger: PostgresCommentable {}
extension Policy: PostgresCommentable {}
extension Column: PostgresCommentable {}
