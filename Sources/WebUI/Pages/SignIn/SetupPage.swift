/// The first run of a fresh server: `GET` and `POST /setup`, opened by the one-time link the server prints.
///
/// The form posts `csrf`, `key`, `forename`, `surname`, `email`, `user-name`, `password`, `organisation`, `currency`,
/// `time-zone` and `demo` (`none`, `s` or `m`).
enum SetupPage {
    struct Model: PageModel {
        static let template = "SignIn/Setup"
        let documentTitle = "Set up"

        let errors: FormErrorSummary?
        let administrator: [FormField]
        let organisation: [FormField]
        let demo: FormChoiceGroup
        let hidden: [HiddenValue]

        /// - Parameters:
        ///   - csrf: The hidden value of the form.
        ///   - key: The value of the one-time link.
        ///   - entries: What was typed before, by form field name.
        ///   - problems: The sentence for each field that was refused, by form field name; the empty name stands for
        ///     the whole form.
        ///   - currencies: Code and name of the currencies on offer.
        ///   - timeZones: The names of the time zones on offer.
        init(
            csrf: String,
            key: String,
            entries: [String: String] = [:],
            problems: [String: String] = [:],
            currencies: [(code: String, name: String)],
            timeZones: [String]
        ) {
            let form = SetupForm(entries: entries, problems: problems)
            administrator = form.administrator
            organisation = [form.organisation, form.currency(currencies), form.timeZone(timeZones)]
            demo = form.demo
            hidden = [HiddenValue("csrf", csrf), HiddenValue("key", key)]
            errors = FormErrorSummary(
                form: problems[""].map { [$0] } ?? [],
                fields: administrator + organisation,
                groups: [demo]
            )
        }
    }
}

/// The fields of the set-up form, with what was typed and what was refused.
private struct SetupForm {
    let entries: [String: String]
    let problems: [String: String]

    var administrator: [FormField] {
        [
            field("forename", "Forename", autocomplete: "given-name", maxLength: 80),
            field("surname", "Surname", autocomplete: "family-name", maxLength: 80),
            field("email", "E-mail", kind: .email, autocomplete: "email", maxLength: 254),
            field("user-name", "User name", autocomplete: "username", maxLength: 60),
            FormField(
                "password",
                "Password",
                kind: .password,
                hint: "12 characters or more. A few words in a row are easier to keep than one strange word.",
                error: problems["password"],
                autocomplete: "new-password",
                minLength: 12,
                maxLength: 256
            ),
        ]
    }

    var organisation: FormField {
        field("organisation", "Name", autocomplete: "organization", maxLength: 120)
    }

    func currency(_ currencies: [(code: String, name: String)]) -> FormField {
        let chosen = entries["currency"] ?? "EUR"
        return field(
            "currency",
            "Base currency",
            kind: .select(currencies.map { .init($0.code, "\($0.code) · \($0.name)", isSelected: $0.code == chosen) }),
            hint: "Sums over several currencies are shown in it. It cannot change once there are amounts."
        )
    }

    func timeZone(_ names: [String]) -> FormField {
        let zone = entries["time-zone"] ?? "UTC"
        return field(
            "time-zone",
            "Time zone",
            kind: .select(names.map { .init($0, $0, isSelected: $0 == zone) }),
            hint: "Times are shown in it, and days begin and end by it."
        )
    }

    var demo: FormChoiceGroup {
        let chosen = entries["demo"] ?? "none"
        let choices = [
            ("none", "None", "Start with an empty CRM."),
            ("s", "Small", "About 2,000 records to look around in; ready in a moment."),
            ("m", "Medium", "About 200,000 records, to see how it behaves with years of data."),
        ]
        return FormChoiceGroup(
            id: "group-demo",
            legend: "Demo data",
            error: problems["demo"],
            choices: choices.map { value, label, hint in
                FormChoice(.radio, name: "demo", value: value, label: label, hint: hint, isChecked: value == chosen)
            }
        )
    }

    private func field(
        _ name: String,
        _ label: String,
        kind: FormField.Kind = .text,
        hint: String? = nil,
        autocomplete: String? = nil,
        maxLength: Int? = nil
    ) -> FormField {
        FormField(
            name,
            label,
            kind: kind,
            value: entries[name] ?? "",
            hint: hint,
            error: problems[name],
            autocomplete: autocomplete,
            maxLength: maxLength
        )
    }
}
