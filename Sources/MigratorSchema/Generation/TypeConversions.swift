import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// How a column's values are turned into those of its new type, and back.
struct TypeConversions {
    private let forth: TypeConversion
    private let back: TypeConversion

    init(_ pass: GenerationPass, _ old: Column, _ new: Column) {
        let (before, after) = (Self.base(old.type, pass.old), Self.base(new.type, pass.new))
        forth = pass.dialect.conversion(of: new.name, from: before, to: after)
        back = pass.dialect.conversion(of: old.name, from: after, to: before)
        usesOwnWords = (old.type.isEnum, new.type.isEnum)
    }

    /// Whether the values of an enum are made by the words that the operation has for them.
    private let usesOwnWords: (old: Bool, new: Bool)

    /// Whether a default does not follow the type, one way or the other.
    var isTold: Bool { forth != .assignment || back != .assignment || usesOwnWords.old || usesOwnWords.new }

    var using: SQLText? { usesOwnWords.new ? nil : Self.text(forth) }
    var usingBack: SQLText? { usesOwnWords.old ? nil : Self.text(back) }

    private static func text(_ conversion: TypeConversion) -> SQLText? {
        guard case .using(let text) = conversion else { return nil }
        return SQLText(text)
    }

    /// The type beneath a domain, which decides how values are turned.
    static func base(_ type: ColumnType, _ side: ComparedSide) -> ComparedType {
        if case .named(let name, _) = type.kind,
            case .domain(let domain)? = side[ObjectKey(.domain(name), side.dialect)]?.object
        {
            return base(domain.type, side)
        }
        return side.type(type)
    }
}
