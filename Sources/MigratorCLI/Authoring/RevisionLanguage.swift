import ArgumentParser

/// The language of a revision; the raw value is the ending of its file.
enum RevisionLanguage: String, CaseIterable, Sendable, ExpressibleByArgument {
    case swift, sql
}
