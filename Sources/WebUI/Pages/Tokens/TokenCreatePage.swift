/// The form for a new token: `GET /profile/tokens/new`, `POST /profile/tokens`.
///
/// The form posts `csrf`, `nonce`, `scope` (repeated: `odata`, `tokens.read`, `audit.read`, `token.rotate-self`),
/// `access` (`read`, `write`), `data` (`all`, `today`, `only`), `set` (repeated), `contact` and `text` (`yes`),
/// `rows` (`all`, `team`), `team`, `description`, `purpose`, `expires` (a number of days, `date` or `never`),
/// `expires-on`, `never-reason`, `addresses` and, if asked, `confirm-password`.
enum TokenCreatePage {
    /// What a scope block offers; parts that do not exist for this person are `nil`.
    struct Scopes: Sendable, Equatable {
        let odata: FormChoice
        let access: FormChoiceGroup?
        let data: FormChoiceGroup
        let sets: FormChoiceGroup?
        let personal: FormChoiceGroup?
        let rows: FormChoiceGroup?
        let team: FormField?
        /// Token inventory, audit log, self-renewal.
        let others: FormChoiceGroup?
        let opensOthers: Bool
        let error: String?

        init(
            odata: FormChoice,
            access: FormChoiceGroup?,
            data: FormChoiceGroup,
            sets: FormChoiceGroup?,
            personal: FormChoiceGroup?,
            rows: FormChoiceGroup?,
            team: FormField?,
            others: FormChoiceGroup?,
            error: String?
        ) {
            self.odata = odata
            self.access = access
            self.data = data
            self.sets = sets
            self.personal = personal
            self.rows = rows
            self.team = team
            self.others = others
            opensOthers = others.map { $0.error != nil || $0.choices.contains(where: \.isChecked) } ?? false
            self.error = error
        }
    }

    /// What the choices mean, in words; drawn anew while the form is filled in.
    struct Summary: Sendable, Equatable {
        let text: String
        let risk: PageBadge?
        /// What should be thought over before.
        let notes: [String]

        init(_ text: String, risk: PageBadge? = nil, notes: [String] = []) {
            self.text = text
            self.risk = risk
            self.notes = notes
        }
    }

    /// When the token ends.
    struct Expiry: Sendable, Equatable {
        let choices: FormChoiceGroup
        let date: FormField
        let neverReason: FormField?
        let note: String?
    }

    struct Model: PageModel {
        static let template = "Tokens/TokenCreate"
        let documentTitle = "Create Token"

        let navigation: [NavigationItem]
        let errors: FormErrorSummary?
        /// Replaces the form: over the limit of live tokens, for instance.
        let refusal: PageNotice?
        let showsForm: Bool
        let owner: String
        /// Links that fill the form for a purpose.
        let presets: [PageLink]
        let scopes: Scopes
        let summary: Summary
        let description: FormField
        let descriptionLink: PageLink?
        let purpose: FormField
        let expiry: Expiry
        let addresses: FormField?
        let opensAddresses: Bool
        let confirm: FormField?
        let hidden: [HiddenValue]

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `owner`: Whose data the token reads, in words: "you, Ada Lovelace".
        /// - `summary`: What the choices mean: "This token reads all data you can see, without contact details."
        /// - `descriptionLink`: The live token that already has this description.
        /// - `confirm`: The password field, if the last sign-in is too long ago.
        /// - `formErrors`: Sentences about the whole form.
        init(
            parts: [ProfilePart],
            csrf: String,
            nonce: String,
            owner: String,
            presets: [PageLink] = [],
            scopes: Scopes,
            summary: Summary,
            description: FormField,
            descriptionLink: PageLink? = nil,
            purpose: FormField,
            expiry: Expiry,
            addresses: FormField? = nil,
            confirm: FormField? = nil,
            formErrors: [String] = [],
            refusal: PageNotice? = nil
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            self.owner = owner
            self.scopes = scopes
            self.presets = presets
            self.summary = summary
            self.description = description
            self.descriptionLink = descriptionLink
            self.purpose = purpose
            self.expiry = expiry
            self.addresses = addresses
            opensAddresses = addresses.map { !$0.value.isEmpty || $0.error != nil } ?? false
            self.confirm = confirm
            self.refusal = refusal
            showsForm = refusal == nil
            hidden = [HiddenValue("csrf", csrf), HiddenValue("nonce", nonce)]
            errors = FormErrorSummary(
                title: "The token was not created",
                items: formErrors.map { .init(text: $0, href: nil) } + scopes.errors
                    + [description, purpose].errors + expiry.errors + [addresses, confirm].errors
            )
        }
    }
}

extension TokenCreatePage.Scopes {
    /// The errors of the block, in the order of the page.
    var errors: [FormErrorSummary.Item] {
        (error.map { [FormErrorSummary.Item(text: $0, href: "#" + odata.id)] } ?? [])
            + [access, data, sets, personal, rows].errors + [team].errors + [others].errors
    }
}

extension TokenCreatePage.Expiry {
    /// The errors of the block, in the order of the page.
    var errors: [FormErrorSummary.Item] { [choices].errors + [date, neverReason].errors }
}
