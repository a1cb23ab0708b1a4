import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import Testing

/// What holds for every kind of operation; the compiler has no list of them.
struct EveryOperationTests {
    private static let databases: [DatabaseKind] = [.postgres, .sqlite]
    private static let unknown = "this dialect does not know the operation"

    @Test func hasOneSample() throws {
        #expect(try OperationSample.all.map(\.kind).sorted() == OperationSample.kinds().sorted())
    }

    @Test func hasATagOfItsOwn() {
        let tags = OperationSample.all.map { type(of: $0.operation.details).tag }
        #expect(Set(tags).count == tags.count)
    }

    @Test func saysTheMethodThatRecordsItOrWhyThereIsNone() throws {
        let methods = try OperationSample.methods()
        for sample in OperationSample.all {
            do throws(Unwritable) {
                let call = try sample.operation.details.call()
                #expect(methods.contains(call.method), "\(call.method)")
                if let call = sample.operation.details.memberCall {
                    #expect(methods.contains(call.method), "\(call.method)")
                }
            } catch {
                #expect(!error.reason.isEmpty)
            }
        }
    }

    @Test(arguments: databases)
    func isKnownToTheDialect(_ database: DatabaseKind) throws {
        let dialect = try database.dialect()
        for sample in OperationSample.all {
            do throws(MigratorError) {
                _ = try dialect.render(sample.operation)
            } catch {
                #expect(!error.message.contains(Self.unknown), "\(error.message)")
            }
        }
    }

    @Test(arguments: databases)
    func isRefusedByADialectThatDoesNotKnowIt(_ database: DatabaseKind) throws {
        let error = #expect(throws: MigratorError.self) {
            try database.dialect().render(Operation(Unheard()))
        }
        #expect(error?.code == .unsupportedByDialect)
        #expect(error?.message == "\(database.title) cannot do the unheard of: \(Self.unknown)")
    }
}

/// A kind of operation that no dialect has heard of.
private struct Unheard: OperationDetails {
    static let tag = "unheard"
    let summary = "do the unheard of"
    let touched = Touched(tables: [])

    func reversed() -> [MigrationDSL.Operation] { [MigrationDSL.Operation(self)] }

    func call() -> OperationCall { OperationCall("unheard") }

    func spell(into text: inout CanonicalText) {}
}
