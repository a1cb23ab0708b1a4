import Testing

@testable import MigratorRevisionIndex

@Suite struct MessageTests {
    @Test(arguments: [
        ("/// Adds titles.\n", "Adds titles"),
        ("///Adds titles\n", "Adds titles"),
        ("/// Adds titles. And indexes.\n", "Adds titles"),
        ("/// Adds titles that\n/// a spirit may bear.\n/// More.\n", "Adds titles that a spirit may bear"),
        ("/// Adds titles\n///\n/// And more.\n", "Adds titles"),
        ("/// Takes rows, e.g. Names, into v1.2 tables.\n", "Takes rows, e.g. Names, into v1.2 tables"),
        ("/// And so on...\n", "And so on..."),
        ("/// Says \"a\\b\".\t\u{7}Then.\n", "Says \"a\\b\""),
        ("/** Adds titles. */\n", "Adds titles"),
        ("/**\n * Adds\n * titles.\n */\n", "Adds titles"),
        ("/// Old.\n\n/// Adds titles.\n@available(macOS 15, *)\npublic ", "Adds titles"),
        ("/// Adds titles.\r\n", "Adds titles"),
        ("//// Not this.\n// Nor this.\n", "Add URL titles"),
        ("/// Not this.\nlet a = 1\n", "Add URL titles"),
        ("///\n", "Add URL titles"),
    ])
    func takesTheFirstSentence(comment: String, message: String) {
        #expect(file("import MigrationDSL\n\(comment)struct AddURLTitles: Revision {}").revision?.message == message)
    }

    @Test(arguments: [
        ("AddSpiritTitles", "Add spirit titles"),
        ("CreateAPI", "Create API"),
        ("R0001_createUsers", "R0001 create users"),
        ("`Type`", "Type"),
        ("merge", "merge"),
    ])
    func spellsNamesInWords(name: String, message: String) {
        #expect(file("struct \(name): Revision {}").revision?.message == message)
    }
}
