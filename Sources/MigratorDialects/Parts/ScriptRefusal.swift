/// What no script can say, and what to do instead.
package struct ScriptRefusal: Error {
    /// The reason, as it follows "cannot be written into a script".
    package let reason: String
    /// A sentence without its full stop.
    package let advice: String

    package init(_ reason: String, _ advice: String) {
        self.reason = reason
        self.advice = advice
    }
}
