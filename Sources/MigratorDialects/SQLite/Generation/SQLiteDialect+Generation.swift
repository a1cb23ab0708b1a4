extension SQLiteDialect {
    package var generationRules: GenerationRules {
        var rules = GenerationRules()
        rules.changesNumbering = true
        return rules
    }
}
