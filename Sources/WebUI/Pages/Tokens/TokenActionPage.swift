/// A question or a short form about one token: pause, resume, rotate, revoke, change, extend, narrow, end a secret.
///
/// The form posts `csrf`, `version`, the entries of its fields and, if asked, `confirm-password`. A script shows the
/// same page as a dialog.
enum TokenActionPage {
    struct Model: PageModel {
        static let template = "Tokens/TokenAction"
        let documentTitle: String

        let question: String
        let paragraphs: [String]
        /// Why there is no form, or what happened meanwhile.
        let notice: PageNotice?
        let errors: FormErrorSummary?
        let groups: [FormChoiceGroup]
        let scopes: TokenCreatePage.Scopes?
        let expiry: TokenCreatePage.Expiry?
        let fields: [FormField]
        let confirm: FormField?
        let showsForm: Bool
        let action: String
        let button: String
        let buttonStyle: String
        let cancelHref: String
        let hidden: [HiddenValue]

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `paragraphs`: What will happen.
        /// - `notice`: Replaces the form.
        /// - `action`: Where the form goes; also the address of the page.
        init(
            title: String,
            question: String,
            paragraphs: [String] = [],
            notice: PageNotice? = nil,
            formErrors: [String] = [],
            groups: [FormChoiceGroup] = [],
            scopes: TokenCreatePage.Scopes? = nil,
            expiry: TokenCreatePage.Expiry? = nil,
            fields: [FormField] = [],
            confirm: FormField? = nil,
            action: String,
            button: String,
            isDanger: Bool = false,
            cancelHref: String,
            hidden: [HiddenValue]
        ) {
            documentTitle = title
            self.question = question
            self.paragraphs = notice == nil ? paragraphs : []
            self.notice = notice
            self.groups = groups
            self.scopes = scopes
            self.expiry = expiry
            self.fields = fields
            self.confirm = confirm
            showsForm = notice == nil
            self.action = action
            self.button = button
            buttonStyle = isDanger ? "button danger" : "button primary"
            self.cancelHref = cancelHref
            self.hidden = hidden
            let blocks = (scopes?.errors ?? []) + (expiry?.errors ?? [])
            errors = FormErrorSummary(
                title: "Nothing was changed",
                items: formErrors.map { .init(text: $0, href: nil) } + groups.map(Optional.init).errors + blocks
                    + fields.map(Optional.init).errors + [confirm].errors
            )
        }
    }
}
