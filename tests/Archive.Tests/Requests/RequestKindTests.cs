using Archive.Evidence;
using Archive.Requests;
using Archive.Requests.Woo;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Requests;

public class RequestKindTests
{
    public static TheoryData<string> Kinds => new(Registry().All.Select(k => k.Name.ToString()));

    [Fact]
    public void Every_kind_of_the_product_is_found_by_itself() =>
        Assert.Equal(["woo"], Registry().All.Select(k => k.Name.ToString()));

    [Fact]
    public void Two_kinds_do_not_share_a_name_or_a_prefix() =>
        Assert.Throws<ArgumentException>(() => new RequestKindRegistry([new WooRequestKind(), new WooRequestKind()]));

    [Fact]
    public void A_kind_is_read_as_people_type_it() =>
        Assert.Equal(
            "woo", Assert.IsType<Outcome<IRequestKind>.Done>(Registry().Read(" Woo ")).Value.Name.ToString());

    [Fact]
    public void A_kind_that_no_one_added_is_refused_by_its_name() => Assert.Equal(
        "There is no kind of request 'foi'; known are: woo.", Registry().Read("foi").Refusal?.In(Language.En));

    [Theory]
    [InlineData("")]
    [InlineData("Woo")]
    [InlineData("verzoek om informatie")]
    [InlineData("a-name-that-goes-on-and-on")]
    public void A_kinds_name_is_one_word(string name) =>
        Assert.Throws<ArgumentException>(() => new RequestKindName(name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_label_of_a_kind_is_read_back_in_the_form_officers_type(string name)
    {
        var kind = Registry().Of(new(name));

        Assert.NotEmpty(kind.Assessments);
        Assert.All(kind.Assessments, a => Assert.Equal(
            a, kind.ReadAssessment(kind.Label(a, Language.Nl).ToUpperInvariant().Replace(' ', '-'))));
    }

    private static RequestKindRegistry Registry() => new ServiceCollection()
        .AddRequestKinds(typeof(IRequestKind).Assembly)
        .BuildServiceProvider()
        .GetRequiredService<RequestKindRegistry>();
}
