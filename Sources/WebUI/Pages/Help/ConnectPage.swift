/// How other programs are connected to this installation: `GET /help/connect`, for everybody who is signed in.
enum ConnectPage {
    struct Model: PageModel {
        static let template = "Help/Connect"
        let documentTitle = "Connect your tool"

        let feed: PageCopyField
        let kits: [TokenRevealPage.Kit]
        /// A connection file for each set.
        let files: [PageLink]
        let create: PageLink?

        /// Takes what the page shows; `create` is there for people who may have tokens.
        init(feedURL: String, kits: [TokenRevealPage.Kit], files: [PageLink], create: PageLink?) {
            feed = PageCopyField(id: "feed", label: "Service address", value: feedURL)
            self.kits = kits
            self.files = files
            self.create = create
        }
    }
}
