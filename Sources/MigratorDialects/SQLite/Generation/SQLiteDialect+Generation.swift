extension SQLiteDialect {
    package var generationRules: GenerationRules {
        var rules = GenerationRules()
        rules.changesNumbering = true
        return rules
    }

    /// A declared type is only its affinity, beside which its words say nothing.
    package func keepsValues(from old: ComparedType, to new: ComparedType) -> Bool {
        SQLiteAffinity(old.text) == SQLiteAffinity(new.text)
    }
}
