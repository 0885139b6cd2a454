public import Identity
import SQLCore

/// Gives the notices about tokens that are due, and puts those that nobody was told by mail into the outbox.
///
/// Any number of processes may call it: a notice is one row, and a mail is written with the marks of what it tells.
public struct NoticeService: Sendable {
    private let shared: Accounts
    private let publicURL: String
    private let sendsMail: Bool

    /// So many days back audit events are looked through for what happened.
    private static let eventDays = 7
    /// Older notices go out by mail no more, for instance when mail is set up later.
    private static let mailDays = 2
    /// The newest notices that a page shows.
    public static let mostShown = 100

    /// Makes the service; `publicURL` is the address of the pages, and nothing is put into the outbox without mail.
    public init(_ shared: Accounts, publicURL: String, sendsMail: Bool) {
        self.shared = shared
        self.publicURL = publicURL
        self.sendsMail = sendsMail
    }

    // MARK: Giving

    /// Gives what is due now; tells how many notices are new.
    @discardableResult
    public func giveDue() async throws -> Int {
        let now = shared.effects.now()
        let schedule = TokenNoticeSchedule(policy: .initial)
        let due = try await shared.database.read { connection in
            let given = try NoticeStore.given(on: connection)
            var due: [Given] = []
            for candidate in try NoticeStore.candidates(on: connection) {
                let news = schedule.due(candidate.facts, at: now).filter {
                    !(given[candidate.token] ?? []).contains($0)
                }
                due += news.map { Given(token: candidate.token, notice: $0, at: now, detail: nil) }
            }
            for event in try NoticeStore.events(since: now.adding(days: -Self.eventDays), on: connection) {
                let notice = DueNotice(event.kind, occasion: Self.occasion(of: event))
                if (given[event.token] ?? []).contains(notice) { continue }
                due.append(Given(token: event.token, notice: notice, at: event.at, detail: event.detail))
            }
            return due
        }
        guard !due.isEmpty else { return 0 }
        return try await shared.database.write { connection in
            var count = 0
            for item in due
            where try NoticeStore.give(item.notice, to: item.token, detail: item.detail, at: item.at, on: connection) {
                count += 1
            }
            return count
        }
    }

    private struct Given: Sendable {
        var token: TokenID
        var notice: DueNotice
        var at: UTCInstant
        var detail: String?
    }

    /// A secret that was replaced is told once a day at most; everything else once for its event.
    private static func occasion(of event: NoticeStore.Event) -> String {
        event.kind == .retiredSecretUsed ? event.at.day.description : "event \(event.id)"
    }

    // MARK: Mail

    /// Puts mails for what nobody was told into the outbox; tells how many.
    ///
    /// What happened goes at once. Reminders of one owner go in one mail a day, together with what is there to tell.
    @discardableResult
    public func composeMails() async throws -> Int {
        guard sendsMail else { return 0 }
        let now = shared.effects.now()
        let start = now.adding(days: -Self.mailDays)
        let waiting = try await shared.database.read { connection in
            try NoticeStore.unsent(since: start, on: connection).filter(\.notice.isMailed)
        }
        let owners = Dictionary(grouping: waiting, by: \.owner)
        var count = 0
        for (owner, items) in owners.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            count += try await compose(items.map(\.notice), for: owner, at: now)
        }
        return count
    }

    private func compose(_ notices: [TokenNotice], for owner: UserID, at now: UTCInstant) async throws -> Int {
        let (accounts, text) = (shared.accounts, NoticeText(publicURL: publicURL))
        return try await shared.database.write { connection in
            let isUrgent = notices.contains { !$0.kind.isReminder }
            let today = UTCInstant(seconds: now.wholeSeconds - now.wholeSeconds % 86_400)
            if !isUrgent, try NoticeStore.hasReminded(owner, since: today, on: connection) { return 0 }
            guard let account = try accounts.account(owner, on: connection) else { return 0 }
            let mine = try notices.filter { notice in try NoticeStore.markSent(notice, at: now, on: connection) }
            guard !mine.isEmpty else { return 0 }
            var recipients = [account.email]
            if mine.contains(where: { $0.kind.concernsAdministrators }) {
                recipients += try accounts.administrators(on: connection).map(\.email)
            }
            var seen: Set<String> = []
            for address in recipients where !address.isEmpty && seen.insert(address.lowercased()).inserted {
                let mail = OutgoingMail(
                    to: address,
                    subject: text.subject(of: mine),
                    text: text.body(of: mine, for: account)
                )
                try OutboxStore.add(mail, at: now, on: connection)
            }
            return 1
        }
    }

    // MARK: Reading

    /// The newest notices about a person's tokens.
    public func notices(of person: SignedInPerson) async throws -> [TokenNotice] {
        let owner = person.account.id
        return try await shared.database.read { connection in
            try NoticeStore.notices(of: owner, limit: Int64(Self.mostShown), on: connection)
        }
    }

    /// How many notices a person has not seen.
    public func unseenCount(of person: SignedInPerson) async throws -> Int {
        let owner = person.account.id
        return try await shared.database.read { connection in try NoticeStore.unseenCount(of: owner, on: connection) }
    }

    /// Marks what a person was shown as seen: notices given up to an instant.
    public func markSeen(of person: SignedInPerson, until last: UTCInstant) async throws {
        let (owner, now) = (person.account.id, shared.effects.now())
        try await shared.database.write { connection in
            try NoticeStore.markSeen(of: owner, until: last, at: now, on: connection)
        }
    }

    /// What is wrong with sending mail, for administrators; nil while nothing is late.
    public func mailTrouble() async throws -> MailTrouble? {
        let now = shared.effects.now()
        return try await shared.database.read { connection in try OutboxStore.trouble(at: now, on: connection) }
    }
}
