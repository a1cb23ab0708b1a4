import CacheBridge
import Testing

/// What could be told to no store stays owed until just that was told.
@Suite struct WriteDebtsTests {
    @Test func whatIsWrittenOnceMoreWhileItIsPaidIsStillOwed() {
        let debts = WriteDebts()
        debts.owe("agents", "ann")
        debts.owe("agents", "bob")
        let paid = debts.all["agents"] ?? [:]
        debts.owe("agents", "ann")
        debts.pay("agents", paid)
        #expect(debts.all["agents"]?.count == 1, "bob's is paid, ann's is a new one")
        debts.pay("agents", debts.all["agents"] ?? [:])
        #expect(debts.all.isEmpty)
    }

    @Test func ofManyTheWholeNamespaceIsOwed() {
        let debts = WriteDebts()
        for number in 0..<1001 { debts.owe("agents", "\(number)") }
        #expect(debts.all["agents"]?.count == 1001)
        #expect(debts.all["agents"]?.keys.contains(nil) == true)
    }
}
