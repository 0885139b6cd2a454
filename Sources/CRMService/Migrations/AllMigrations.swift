public import SQLCore

/// Every migration of the product, in order.
///
/// A new one is a file beside this and a line here.
public enum AllMigrations {
    /// The migrations, oldest first; a released one never changes.
    public static let all: [Migration] = [
        M0001CreateRecords.migration,
        M0002CreateChangeClock.migration,
        M0003CreateIdentity.migration,
        M0004TrackChanges.migration,
        M0005LetSecretsOverlap.migration,
        M0006KeepNotices.migration,
        M0007SealAuditEvents.migration,
    ]
}
