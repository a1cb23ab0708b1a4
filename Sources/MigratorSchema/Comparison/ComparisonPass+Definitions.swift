import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// What is made by a text: views, functions, triggers, policies, and what has no type of its own.
extension ComparisonPass {
    mutating func compare(_ old: View, _ new: View) {
        let reference = new.reference
        let scope = QuestionScope(reference)
        let names = [old, new].map { view in view.columns.map { dialect.comparedName($0) } }
        func text(_ view: View, _ texts: TextSpeller, _ names: [String]) -> ComparedText {
            let text = texts.statement(self.text(view.query), keepingColumns: view.columns.isEmpty) {
                scope.question(.query, $0, names: view.columns)
            }
            let spelling = text.spelling + "\u{3}" + names.joined(separator: "\u{2}")
            return ComparedText(spelling: spelling, question: text.question)
        }
        let (former, wanted) = (text(old, oldTexts, names[0]), text(new, newTexts, names[1]))
        switch likeness(former, wanted) {
        case .equal: break
        case .unknown: doubt(reference, "query of \(reference)", former, wanted)
        case .different:
            report(
                .replaceView,
                reference,
                old: .object(.view(old)),
                new: .object(.view(new)),
                "\(reference): query changed"
            )
            // It is made anew, and what is of it with it.
            if new.isMaterialized || !rules.replacesViews { gone.insert(self.new.relation(new.name)) }
            compareComments(old.comment, new.comment, of: reference)
            return
        }
        var words = storageWords(old.storage, new.storage)
        for (name, isOld, isNew) in [
            ("security barrier", old.options.securityBarrier, new.options.securityBarrier),
            ("security invoker", old.options.securityInvoker, new.options.securityInvoker),
        ] where isOld != isNew { words.append("\(name) \(isNew ? "on" : "off")") }
        let checks = (old.options.check?.rawValue, new.options.check?.rawValue)
        if checks.0 != checks.1 { words.append("check option \(Self.word(checks.0)) -> \(Self.word(checks.1))") }
        if !words.isEmpty {
            let summary = "\(reference): \(words.joined(separator: "; "))"
            report(.alterView, reference, old: .object(.view(old)), new: .object(.view(new)), summary)
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    mutating func compare(_ old: Function, _ new: Function) {
        let reference = new.reference
        if differ(old.definition, new.definition, of: reference) {
            report(
                .replaceFunction,
                reference,
                old: .object(.function(old)),
                new: .object(.function(new)),
                "\(reference): definition changed"
            )
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    mutating func compare(_ old: Trigger, _ new: Trigger) {
        let reference = ObjectReference.trigger(new.name, on: new.table)
        if differ(old.definition, new.definition, of: reference) {
            replace(.trigger(old), by: .trigger(new), "definition changed")
            return
        }
        if rules.keepsStorage, old.state != new.state {
            let summary = "\(reference): \(old.state.rawValue) -> \(new.state.rawValue)"
            report(.setTrigger, reference, old: .object(.trigger(old)), new: .object(.trigger(new)), summary)
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    mutating func compare(_ old: Opaque, _ new: Opaque) {
        if differ(old.ddl, new.ddl, of: new.reference, isRead: !self.new.isDeclared) {
            replace(.opaque(old), by: .opaque(new), "definition changed")
        }
    }

    /// Whether two statements surely mean different things; that they may is noted.
    ///
    /// Where both were read from a catalogue, the text of what a server has no form for is made from its parts: two texts
    /// are two definitions.
    private mutating func differ(
        _ old: SQLText,
        _ new: SQLText,
        of reference: ObjectReference,
        isRead: Bool = false
    ) -> Bool {
        let scope = QuestionScope(reference)
        let former = oldTexts.statement(text(old)) { scope.question(.statement, $0) }
        let wanted = newTexts.statement(text(new)) { scope.question(.statement, $0) }
        switch likeness(former, wanted) {
        case .equal: return false
        case .unknown:
            if isRead, isAsked(former.question), isAsked(wanted.question) { return true }
            doubt(reference, "definition of \(reference)", former, wanted)
            return false
        case .different: return true
        }
    }

    mutating func compare(_ old: Policy, _ new: Policy) {
        let reference = ObjectReference.policy(new.name, on: new.table)
        var lasting: [String] = []
        if old.isPermissive != new.isPermissive { lasting.append(new.isPermissive ? "permissive" : "restrictive") }
        if old.command != new.command {
            lasting.append("for \(old.command.rawValue.lowercased()) -> \(new.command.rawValue.lowercased())")
        }
        var words: [String] = []
        let roles = [old, new].map { policy in policy.roles.map { $0.lowercased() == "public" ? "public" : $0 }.sorted()
        }
        if !roles[0].isExactly(roles[1]) {
            words.append("to \(roles[0].joined(separator: ", ")) -> \(roles[1].joined(separator: ", "))")
        }
        for (what, former, wanted) in [("using", old.using, new.using), ("check", old.check, new.check)] {
            guard let difference = policyWords(what, former, old, wanted, new, reference) else { continue }
            // ALTER POLICY takes no condition away.
            if former != nil, wanted == nil { lasting.append(difference) } else { words.append(difference) }
        }
        if !lasting.isEmpty {
            replace(.policy(old), by: .policy(new), (lasting + words).joined(separator: "; "))
            return
        }
        if !words.isEmpty {
            let summary = "\(reference): \(words.joined(separator: "; "))"
            report(.alterPolicy, reference, old: .object(.policy(old)), new: .object(.policy(new)), summary)
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    private mutating func policyWords(
        _ what: String,
        _ former: SQLText?,
        _ old: Policy,
        _ wanted: SQLText?,
        _ new: Policy,
        _ reference: ObjectReference
    ) -> String? {
        let table = self.new.table(self.new.relation(new.table))
        let scope = QuestionScope(reference, over: table)
        func compared(_ sql: SQLText?, _ texts: TextSpeller, _ table: ObjectName) -> ComparedText? {
            let context = texts.side.table(texts.side.relation(table)).map { texts.side.context(of: $0) }
            return sql.map {
                texts.expression(text($0), { scope.question(.condition, $0) }, context ?? texts.side.context)
            }
        }
        let (first, second) = (compared(former, oldTexts, old.table), compared(wanted, newTexts, new.table))
        switch likeness(first, second) {
        case .equal: return nil
        case .unknown:
            doubt(reference, "\(what) of \(reference)", first, second)
            return nil
        case .different: return "\(what) \(Self.word(former.map(text))) -> \(Self.word(wanted.map(text)))"
        }
    }
}
