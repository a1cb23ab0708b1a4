/// The two sections of a SQL revision.
package enum SQLSection: String, Hashable, Sendable, CaseIterable {
    case upgrade
    case downgrade
}
