/// The sign-in form: `GET` and `POST /login`.
///
/// The form posts `csrf`, `return`, `login`, `password` and, if ticked, `keep` (`yes`).
enum LoginPage {
    struct Model: PageModel {
        static let template = "SignIn/Login"
        let documentTitle = "Sign in"

        /// Why the person is here, such as an ended session.
        let notice: PageNotice?
        let errors: FormErrorSummary?
        let login: FormField
        let password: FormField
        let keep: FormChoice
        let hidden: [HiddenValue]
        /// What someone does who forgot the password; there is no mail to send a link by.
        let forgotten: String

        /// - Parameters:
        ///   - csrf: The hidden value of the form.
        ///   - returnPath: The page wanted, or `nil`.
        ///   - login: What was typed before.
        ///   - keepsSignedIn: Whether the box was ticked.
        ///   - error: The one sentence for every refusal, or the sentence that says how long to wait.
        ///   - notice: Why the person is here.
        init(
            csrf: String,
            returnPath: String? = nil,
            login: String = "",
            keepsSignedIn: Bool = false,
            error: String? = nil,
            notice: PageNotice? = nil
        ) {
            self.notice = notice
            errors = FormErrorSummary(
                title: "You are not signed in",
                items: error.map { [FormErrorSummary.Item(text: $0, href: nil)] } ?? []
            )
            self.login = FormField(
                "login",
                "E-mail or user name",
                value: login,
                autocomplete: "username",
                maxLength: 254,
                isFocused: error == nil && login.isEmpty
            )
            password = FormField(
                "password",
                "Password",
                kind: .password,
                autocomplete: "current-password",
                maxLength: 1024
            )
            keep = FormChoice(
                .checkbox,
                name: "keep",
                value: "yes",
                label: "Keep me signed in",
                hint: "For your own computer. Not available to administrators.",
                isChecked: keepsSignedIn
            )
            hidden = [HiddenValue("csrf", csrf)] + (returnPath.map { [HiddenValue("return", $0)] } ?? [])
            forgotten = "Forgot your password? An administrator can give you a new one."
        }
    }
}
