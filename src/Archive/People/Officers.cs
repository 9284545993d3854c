using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.People;

/// <summary>The officers' desk: accounts are made, used and closed here, each act with its fact.</summary>
public sealed class Officers(
    PerishableDatabase perishable, EventStore events, OfficeTime office, RecentSignIns recent)
{
    private static readonly Refusal WrongPair =
        new("people.wrong-pair", Basis.Of("ASVS 5.0 V6.3.8"));

    /// <param name="by">Who asks, signed in; null for the first account of an archive.</param>
    public async Task<Outcome> Add(AddOfficer asked, Officer? by, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        // Of two who make "the first account" at once, the second sees the first's.
        await transaction.Run("LOCK TABLE perishable.officer IN SHARE ROW EXCLUSIVE MODE", ct);
        var isFirst = await OfficerTable.IsEmpty(transaction, ct);

        var answer = AddOfficer.Decide(asked, by, isFirst, events.Tenant.ToString());
        if (answer.IsRefused(out var why, out var facts))
            return why;
        if (!await OfficerTable.Add(transaction, asked, PasswordHash.Of(asked.Password), office.Now, ct))
            return new Refusal("people.name-taken", Basis.Accounts);

        await Record(asked.Officer, facts, by?.Id ?? asked.Officer, ct);
        await transaction.Commit(ct);
        return Outcome.Done;
    }

    /// <summary>
    /// A name and a password against the account. Takes as long for a name that has none, and says the same; after
    /// <see cref="SignInThrottle.FreeFailures"/> wrong ones in a row it takes nothing for a while.
    /// </summary>
    public async Task<Outcome<Officer>> SignIn(string name, string password, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var (failures, until) = await FailureTable.Lock(transaction, name, ct);
        // Nobody waits longer than the longest wait: further ahead is by a clock that was.
        if (until > office.Now && until <= office.Now + SignInThrottle.Longest)
            return TooMany(failures, until.Value);

        var account = await OfficerTable.Find(transaction, name, ct);
        var matches = (account is not null && recent.Has(account.Password, password))
            || (account?.Password ?? PasswordHash.OfNobody).Matches(password);
        if (account is { Active: true } && matches)
        {
            recent.Add(account.Password, password);
            await FailureTable.Forget(transaction, name, ct);
            await transaction.Commit(ct);
            return account.Officer;
        }

        var denied = await CountFailure(transaction, name, account, failures + 1, ct);
        await transaction.Commit(ct);
        return denied;
    }

    /// <summary>ASVS 5.0 V6.2.3: with the present password as well as the new one.</summary>
    public async Task<Outcome> ChangePassword(string name, string password, string newPassword, CancellationToken ct)
    {
        if ((await SignIn(name, password, ct)).IsRefused(out var denied, out var officer))
            return denied;
        if (newPassword == password)
            return new Refusal("people.password-same", Basis.Of("ASVS 5.0 V6.2.3"));
        if (PasswordRules.Check(newPassword, officer.Name, events.Tenant.ToString()) is { } weak)
            return weak;

        await using var transaction = await perishable.Begin(ct);
        await OfficerTable.SetPassword(transaction, officer.Id, PasswordHash.Of(newPassword), ct);
        await Record(officer.Id, [new PasswordChanged(officer.Id)], officer.Id, ct);
        await transaction.Commit(ct);
        return Outcome.Done;
    }

    /// <summary>Closes an account. The last administrator's stays, or nobody could make another.</summary>
    public async Task<Outcome> Deactivate(Guid officer, Officer by, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run("LOCK TABLE perishable.officer IN SHARE ROW EXCLUSIVE MODE", ct);
        var all = await OfficerTable.All(transaction, ct);

        if (!by.IsOneOf(Role.Administrator))
            return new Refusal("people.administrator-closes", Basis.Of("BIO2 5.15"));
        if (all.SingleOrDefault(a => a.Officer.Id == officer) is not { Active: true } account)
            return new Refusal("people.no-open-account", Basis.Accounts);
        if (account.Officer.IsOneOf(Role.Administrator)
            && all.Count(a => a.Active && a.Officer.IsOneOf(Role.Administrator)) == 1)
            return new Refusal("people.last-administrator", Basis.Accounts);

        await OfficerTable.Deactivate(transaction, officer, ct);
        await Record(officer, [new OfficerDeactivated(officer)], by.Id, ct);
        await transaction.Commit(ct);
        return Outcome.Done;
    }

    /// <summary>Every account in the order of the names, and whether it can sign in still.</summary>
    public async Task<IReadOnlyList<(Officer Officer, bool Active)>> All(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return [.. (await OfficerTable.All(transaction, ct)).Select(a => (a.Officer, a.Active))];
    }

    /// <summary>Names for the ids that facts hold; closed accounts included.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return (await OfficerTable.All(transaction, ct)).ToDictionary(a => a.Officer.Id, a => a.Officer.Name);
    }

    private async Task<Refusal> CountFailure(
        TenantTransaction transaction, string name, Account? account, int failures, CancellationToken ct)
    {
        var wait = SignInThrottle.After(failures);
        if (wait == TimeSpan.Zero)
        {
            await FailureTable.Set(transaction, name, failures, until: null, ct);
            return WrongPair;
        }

        var until = CanonicalMoment.Truncate(office.Now + wait);
        await FailureTable.Set(transaction, name, failures, until, ct);
        if (account is not null)
            await Record(
                account.Officer.Id,
                [new SignInThrottled(account.Officer.Id, failures, until)],
                officer: null,
                ct);
        return TooMany(failures, until);
    }

    private Refusal TooMany(int failures, DateTimeOffset until) =>
        new("people.too-many-failures", Basis.Of("ASVS 5.0 V6.3.1"), failures, office.Local(until));

    /// <summary>
    /// Facts come after the row is written and before it is committed: an account without its fact never works.
    /// </summary>
    private async Task Record(Guid stream, IReadOnlyList<IFact> facts, Guid? officer, CancellationToken ct)
    {
        while (true)
        {
            var version = (await events.Versions([stream], ct)).GetValueOrDefault(stream);
            var fresh = facts.Select(f => Facts.New(f, office.Now, officer)).ToList();
            if (await events.Append([new StreamAppend(stream, version, fresh)], ct))
                return;
        }
    }
}
