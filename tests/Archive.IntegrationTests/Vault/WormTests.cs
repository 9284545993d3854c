using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;
using Archive.Storage.Vault.Azure;
using Archive.Tests.Evidence.Vault;

namespace Archive.IntegrationTests.Vault;

/// <summary>Policies, legal holds, and storage that does not keep its word.</summary>
[Collection(nameof(Azurite))]
public sealed class WormTests(Azurite azurite) : IAsyncLifetime, IDisposable
{
    private readonly TestDirectory directory = new();
    private readonly MovableClock clock = new();
    private WormProxy proxy = null!;
    private Uri container = null!;

    public async Task InitializeAsync()
    {
        container = await azurite.Container();
        proxy = await WormProxy.Start(azurite, clock);
    }

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Storage_that_enforces_passes_and_the_trial_leaves_nothing_behind()
    {
        await Open(null).Check(default);

        await foreach (var left in Azurite.Open(container).GetBlobsAsync())
            Assert.Fail($"{left.Name} was left behind.");
        Assert.DoesNotContain("<Name>trial/", await Listed(), StringComparison.Ordinal); // nor any version of it
    }

    [Theory]
    [InlineData(Worm.SaysNothing, "it took an immutability policy, but does not say so when asked")]
    [InlineData(Worm.RefusesNothing, "what was under an immutability policy could be removed as a version")]
    [InlineData(Worm.PoliciesOnly, "what was under a legal hold could be removed as a version")]
    public async Task Storage_that_does_not_keep_its_word_is_refused(Worm behaves, string how)
    {
        proxy.Behaves = behaves;

        var refused = await Assert.ThrowsAsync<FaultException>(() => Keep(Open(null)));

        Assert.Contains(how, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Switch on version-level immutability support", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ARCHIVE_ALLOW_MUTABLE_STORAGE=true", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Open(null, tried: false).All(default).ToListAsync()); // nothing was kept
    }

    [Fact]
    public async Task Storage_without_policies_is_refused_and_taken_only_when_told_so()
    {
        var bare = Vault(container, null, tried: true);
        var refused = await Assert.ThrowsAsync<FaultException>(() => Keep(bare));
        Assert.Contains("APINotImplemented", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Switch on version-level immutability support", refused.Message, StringComparison.Ordinal);

        var kept = await Keep(Vault(container, null, tried: false));
        Assert.Null(await bare.Scrub(kept.Name, default));
    }

    [Fact]
    public async Task A_container_that_is_not_there_and_a_wrong_key_are_told_apart()
    {
        var nowhere = await Assert.ThrowsAsync<FaultException>(
            () => Vault(new Uri($"{container}x"), null, tried: true).Check(default));
        Assert.Contains("no such container", nowhere.Message, StringComparison.Ordinal);

        var wrong = Convert.ToBase64String(new byte[64]);
        var locked = await Assert.ThrowsAsync<FaultException>(() => new AzureVault(
            AzureContainer.Open(container, wrong), directory.File("tmp"), VaultSample
                .Tenant, null, clock).Check(default));
        Assert.Contains("refuses the key (403", locked.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, locked.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_object_stays_as_long_as_its_policy_says_and_then_goes_with_every_version(bool locked)
    {
        var vault = Open(new(7, locked));
        var kept = await Keep(vault);
        var says = await vault.LockOf(kept.Name, default);
        Assert.InRange(
            says!.Until!.Value - clock.GetUtcNow(),
            TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1),
            TimeSpan.FromDays(7) + TimeSpan.FromSeconds(2));

        Assert.Equal(says, await vault.Delete(kept.Name, default));
        Assert.Null(await vault.Scrub(kept.Name, default)); // all there still

        clock.Move(TimeSpan.FromDays(8));
        Assert.Null(await vault.Delete(kept.Name, default));
        Assert.False(await vault.Contains(kept.Name, default));
        Assert.DoesNotContain(kept.Name.ToString(), await Listed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_policy_cannot_be_shortened_or_ended_and_an_unlocked_one_can()
    {
        async Task<global::Azure.RequestFailedException?> End(Digest name)
        {
            var blob = Azurite.Open(proxy.Of(container))
                .GetBlobClient($"objects/{VaultSample.Tenant}/{name.ToString()[..2]}/{name.ToString()[2..4]}/{name}");
            try
            {
                await blob.DeleteImmutabilityPolicyAsync();
                return null;
            }
            catch (global::Azure.RequestFailedException e)
            {
                return e;
            }
        }

        var (fast, loose) = (Open(new(7, Locked: true)), Open(new(7, Locked: false)));

        Assert.Equal("ImmutabilityPolicyDeleteOnLockedPolicy", (await End((await Keep(fast)).Name))!.ErrorCode);
        Assert.Null(await End((await Keep(loose)).Name));
    }

    [Fact]
    public async Task A_policy_that_was_not_locked_as_asked_is_a_fault_and_the_object_is_not_acknowledged()
    {
        proxy.Behaves = Worm.NeverLocks;

        var fault = await Assert.ThrowsAsync<FaultException>(() => Keep(Open(new(7, Locked: true))));

        Assert.Contains(
            "not under the immutability policy that was asked for",
            fault.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "niet onder het onveranderlijkheidsbeleid dat is gevraagd",
            fault.In(Language.Nl),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_legal_hold_keeps_an_object_until_it_is_ended()
    {
        var vault = Open(null);
        var kept = await Keep(vault);

        await vault.Hold(kept.Name, held: true, default);
        Assert.Equal(new ObjectLock(null, Held: true), await vault.Delete(kept.Name, default));
        Assert.Null(await vault.Scrub(kept.Name, default));

        await vault.Hold(kept.Name, held: false, default);
        Assert.Null(await vault.Delete(kept.Name, default));
        Assert.False(await vault.Contains(kept.Name, default));
    }

    [Fact]
    public async Task A_hold_that_the_storage_does_not_say_it_has_is_a_fault()
    {
        var vault = Open(null);
        var kept = await Keep(vault);
        proxy.Behaves = Worm.SaysNothing;

        await Assert.ThrowsAsync<FaultException>(() => vault.Hold(kept.Name, held: true, default));
    }

    [Fact]
    public async Task What_earlier_trials_left_is_taken_away()
    {
        proxy.Behaves = Worm.PoliciesOnly;
        await Assert.ThrowsAsync<FaultException>(() => Open(null).Check(default));
        Assert.Contains("<Name>trial/", await Listed(), StringComparison.Ordinal);

        proxy.Behaves = Worm.Enforces;
        clock.Move(TimeSpan.FromHours(2));
        await Open(null).Check(default);
        Assert.DoesNotContain("<Name>trial/", await Listed(), StringComparison.Ordinal);
    }

    private static Task<StoredObject> Keep(AzureVault vault) => vault.Keep(
        ObjectKind.File, [new Piece(VaultSample.UnitA, VaultSample.SecretA, "kept"u8.ToArray())], default);

    private AzureVault Open(AzureLock? policy, bool tried = true) => Vault(proxy.Of(container), policy, tried);

    private AzureVault Vault(Uri at, AzureLock? policy, bool tried) =>
        new(AzureContainer.Open(at, Azurite.Key), directory.File("tmp"), VaultSample.Tenant, policy, clock, tried);

    /// <summary>Names of all versions, current and previous, as `&lt;Name&gt;` elements.</summary>
    private async Task<string> Listed()
    {
        var names = new List<string>();
        await foreach (var blob in Azurite.Open(proxy.Of(container)).GetBlobsAsync(
            global::Azure.Storage.Blobs.Models.BlobTraits.None, global::Azure.Storage.Blobs.Models.BlobStates.Version,
            "", default))
            names.Add($"<Name>{blob.Name}</Name>");
        return string.Concat(names);
    }
}
