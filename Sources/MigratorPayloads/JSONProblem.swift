/// Why a scan of JSON stopped.
enum JSONProblem: UInt8 {
    case none
    /// The window ended too early to say.
    case needsMore
    case endOfInput, controlCharacter, invalidUTF8, invalidEscape, loneSurrogate
    case invalidNumber, leadingZero, notANumber, expectedValue, singleQuote, comment
    case duplicateName, expectedName, expectedColon, expectedCommaInObject, expectedCommaInArray, trailingComma, tooDeep

    var message: String {
        switch self {
        case .none, .needsMore, .endOfInput: "the payload ends in the middle of a row"
        case .controlCharacter: "a control character stands in a string; write it as \\u and four digits"
        case .invalidUTF8: "the bytes are not valid UTF-8"
        case .invalidEscape: "the escape is none of JSON's"
        case .loneSurrogate: "the escape is half of a surrogate pair"
        case .invalidNumber: "the number is not written as JSON writes numbers"
        case .leadingZero: "the number begins with a zero that JSON does not allow"
        case .notANumber: "JSON has no NaN and no infinity; use null"
        case .expectedValue: "a value is expected here"
        case .singleQuote: "JSON uses double quotes"
        case .comment: "JSON has no comments"
        case .duplicateName: "the row gives the column twice"
        case .expectedName: "a name in double quotes is expected here"
        case .expectedColon: "a colon is expected after the name"
        case .expectedCommaInObject: "a comma or the object's } is expected here"
        case .expectedCommaInArray: "a comma or the array's ] is expected here"
        case .trailingComma: "a comma stands before the end"
        case .tooDeep: "the value is nested deeper than \(JSONScanner.maximumDepth) levels"
        }
    }
}
