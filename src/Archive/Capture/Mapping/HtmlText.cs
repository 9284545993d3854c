using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Archive.Capture.Mapping;

/// <summary>An anchor that points somewhere.</summary>
/// <param name="Href">As written.</param>
/// <param name="Text">What a reader sees of it.</param>
/// <param name="Words">Its `class` and `rel`, in lower case.</param>
internal sealed record HtmlAnchor(string Href, string Text, IReadOnlySet<string> Words);

/// <summary>
/// A fragment of HTML as a reader sees it, without markup. Paragraphs, lists and their like are set apart by an empty
/// line, lines by a line feed; list items begin with `- ` or their number; an image is its description; a shortened
/// link is the whole address. White space is folded as HTML folds it; a no-break space is none, and NUL stays what it
/// is.
/// </summary>
internal sealed class HtmlText
{
    private const int MostTags = 10_000; // nested ones cost the parser the square of their number
    private const int MostCharacters = 1_000_000;

    private static readonly HashSet<string> Silent =
        ["script", "style", "template", "head", "title", "iframe", "object", "audio", "video", "canvas", "noframes"];

    private static readonly HashSet<string> SetApart =
    [
        "p", "blockquote", "pre", "ul", "ol", "dl", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "section",
        "article",
        "figure",
    ];

    private static readonly HashSet<string> OwnLine = ["div", "li", "tr", "dt", "dd", "figcaption", "address"];

    /// <summary>Setting a parser up costs more than reading a post; one is for one thread at a time.</summary>
    [ThreadStatic]
    private static (HtmlParser Parser, IElement Around)? ofThisThread;

    private readonly StringBuilder text = new();
    private List<HtmlAnchor> anchors = [];
    private readonly Stack<(IElement Anchor, int Start)> open = [];
    private int breaks;
    private bool space;
    private int preformatted;

    private HtmlText()
    {
    }

    public string Text => text.ToString();

    public IReadOnlyList<HtmlAnchor> Anchors => anchors;

    /// <returns>Null if it is too large or has too many tags to be a post.</returns>
    public static HtmlText? Read(string html)
    {
        if (html.Length > MostCharacters || html.AsSpan().Count('<') > MostTags)
            return null;
        var stand = StandInForNul(html);
        var (parser, around) = ofThisThread ??= NewParser();
        var read = new HtmlText();
        read.Walk(parser.ParseFragment(stand is { } c ? html.Replace('\0', c) : html, around));
        if (stand is { } stood)
        {
            read.text.Replace(stood, '\0');
            read.anchors = [.. read.anchors.Select(
                a => a with { Href = a.Href.Replace(stood, '\0'), Text = a.Text.Replace(stood, '\0') })];
        }

        return read;
    }

    /// <returns>A parser, and the element that fragments are read as the inside of; no reading changes it.</returns>
    private static (HtmlParser Parser, IElement Around) NewParser()
    {
        var parser = new HtmlParser();
        return (parser, parser.ParseDocument("").Body!);
    }

    /// <summary>
    /// A parser drops NUL; a noncharacter (Unicode section 23.7) that the text has not stands in for it.
    /// </summary>
    private static char? StandInForNul(string html) => html.Contains('\0', StringComparison.Ordinal)
        ? Enumerable.Range(0xFDD0, 32).Select(c => (char?)c).FirstOrDefault(c => !html.Contains(c!.Value))
        : null;

    /// <summary>Not recursive: whoever wrote this decides how deep it goes.</summary>
    private void Walk(INodeList roots)
    {
        foreach (var root in roots)
        {
            for (INode? node = root; node is not null;)
            {
                var inside = Enter(node) ? node.FirstChild : null;
                if (inside is not null)
                {
                    node = inside;
                    continue;
                }

                while (node is not null)
                {
                    Leave(node);
                    if (node == root)
                        node = null;
                    else if (node.NextSibling is { } next)
                    {
                        node = next;
                        break;
                    }
                    else
                        node = node.Parent;
                }
            }
        }
    }

    /// <returns>Whether its children are seen.</returns>
    private bool Enter(INode node)
    {
        if (node is IText { Data: var data })
            Append(data);
        if (node is not IElement element)
            return false;

        var name = element.LocalName;
        if (Silent.Contains(name))
            return false;
        Break(name);
        switch (name)
        {
            case "br":
                breaks++;
                break;
            case "img":
                Append(element.GetAttribute("alt") ?? "");
                break;
            case "td" or "th":
                space = true;
                break;
            case "pre":
                preformatted++;
                break;
            case "li":
                Append(Marker(element));
                space = true;
                break;
            case "a" when element.HasAttribute("href"):
                open.Push((element, text.Length));
                break;
        }

        return true;
    }

    private void Leave(INode node)
    {
        if (node is not IElement element || Silent.Contains(element.LocalName))
            return;
        Break(element.LocalName);
        if (element.LocalName == "pre")
            preformatted--;
        if (open.Count > 0 && open.Peek().Anchor == element)
        {
            var start = open.Pop().Start;
            var words = $"{element.GetAttribute("class")} {element.GetAttribute("rel")}".ToLowerInvariant()
                .Split([' ', '\t', '\n', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries);
            anchors.Add(
                new(
                    element.GetAttribute("href")!,
                    text.ToString(start, text.Length - start).Trim(),
                    words.ToHashSet()));
        }
    }

    private void Break(string name)
    {
        if (SetApart.Contains(name))
            breaks = Math.Max(breaks, 2);
        else if (OwnLine.Contains(name))
            breaks = Math.Max(breaks, 1);
    }

    private static string Marker(IElement item)
    {
        if (item.ParentElement is not { LocalName: "ol" } list)
            return "-";
        var first = int.TryParse(list.GetAttribute("start"), out var start) ? start : 1;
        return $"{first + list.Children.TakeWhile(c => c != item).Count(c => c.LocalName == "li")}.";
    }

    private void Append(string data)
    {
        foreach (var c in data)
        {
            if (c is ' ' or '\t' or '\n' or '\f' or '\r' && preformatted == 0)
                space = true;
            else
                Append(c);
        }
    }

    private void Append(char c)
    {
        if (text.Length > 0)
        {
            if (breaks > 0)
                text.Append('\n', breaks);
            else if (space)
                text.Append(' ');
        }

        breaks = 0;
        space = false;
        text.Append(c);
    }
}
