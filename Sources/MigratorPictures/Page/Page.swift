import MigratorSystem

/// A page of HTML that holds all that it shows and asks for nothing.
///
/// Its policy allows no request and no script and no style but its own two, by their digests: not even a name that
/// came through as HTML could run anything.
struct Page {
    /// The heading.
    let title: String
    /// What is between the heading and the data.
    let body: String
    /// The style beside that of all pages.
    let style: String
    /// The script behind that of all pages.
    let script: String
    /// What the script reads.
    let data: PageValue

    /// The page.
    var text: String {
        let style = "\n\(PageStyle.text)\(self.style)"
        let script = "\n'use strict';\n\(PageScript.text)\(self.script)"
        let policy = """
            default-src 'none'; script-src '\(Self.digest(script))'; style-src '\(Self.digest(style))'; \
            base-uri 'none'; form-action 'none'
            """
        let title = Self.markup(title)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style>\(style)</style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            \(body)
            <noscript><p>This page draws itself by a script, which is switched off.</p></noscript>
            <script type="application/json" id="data">\(data.text)</script>
            <script>\(script)</script>
            </body>
            </html>

            """
    }

    /// A text within HTML.
    static func markup(_ text: String) -> String {
        PlainText.markup(PlainText.line(text))
    }

    /// The digest of a script or a style, as a policy names it.
    private static func digest(_ text: String) -> String {
        "sha256-\(base64(Digest.sha256(Array(text.utf8))))"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
