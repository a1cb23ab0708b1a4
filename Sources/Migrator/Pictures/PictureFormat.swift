/// How a history or a schema is drawn.
public enum PictureFormat: Hashable, Sendable {
    /// A page that holds all that it shows and asks for nothing.
    case html
    /// Diagrams of Mermaid in Markdown, as many as its limits ask for.
    case mermaid
    /// A graph of Graphviz.
    case dot
}
