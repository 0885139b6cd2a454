/// What one page shows: strings, flags and links, ready to be put into its template.
///
/// A model knows nothing of the data it was made from, and its template decides nothing. In a template a leading dot
/// (`{{.title}}`) means "of this very object"; without it a missing value would be looked for further out.
protocol PageModel: Sendable {
    /// The name of the template below `Templates`, without its ending.
    static var template: String { get }
    /// The title in the browser's tab, without the product's name.
    var documentTitle: String { get }
}

/// The pair a template sees: the frame around the page, and the page.
struct PageDocument<Page: PageModel> {
    let frame: PageFrame.Content
    let page: Page
}
