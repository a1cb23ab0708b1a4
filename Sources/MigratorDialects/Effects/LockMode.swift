/// A lock that a statement takes on a table, from the weakest to the strongest.
package enum LockMode: Int, Sendable, CaseIterable, Comparable {
    case accessShare, rowShare, rowExclusive, shareUpdateExclusive, share, shareRowExclusive, exclusive, accessExclusive

    package static func < (left: LockMode, right: LockMode) -> Bool { left.rawValue < right.rawValue }

    /// Its name as SQL writes it.
    package var name: String {
        switch self {
        case .accessShare: "ACCESS SHARE"
        case .rowShare: "ROW SHARE"
        case .rowExclusive: "ROW EXCLUSIVE"
        case .shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE"
        case .share: "SHARE"
        case .shareRowExclusive: "SHARE ROW EXCLUSIVE"
        case .exclusive: "EXCLUSIVE"
        case .accessExclusive: "ACCESS EXCLUSIVE"
        }
    }

    /// What has to wait for it, in words; `nil` if neither reading nor writing has.
    package var blocks: String? {
        switch self {
        case .accessShare, .rowShare, .rowExclusive, .shareUpdateExclusive: nil
        case .share, .shareRowExclusive, .exclusive: "writes"
        case .accessExclusive: "reads and writes"
        }
    }
}
