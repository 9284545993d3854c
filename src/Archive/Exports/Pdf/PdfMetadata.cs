using System.Xml.Linq;
using Archive.Evidence;

namespace Archive.Exports.Pdf;

/// <summary>
/// The claims in a PDF's XMP packet (ISO 16684-1). PDF/UA's identifier is not among the schemas PDF/A knows, so the
/// claim comes with the description of its schema (ISO 19005-3 section 6.6.2.3, ISO 14289-1 section 5).
/// </summary>
internal static class PdfMetadata
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace A = "http://www.aiim.org/pdfa/ns/id/";
    private static readonly XNamespace Ua = "http://www.aiim.org/pdfua/ns/id/";
    private static readonly XNamespace Extension = "http://www.aiim.org/pdfa/ns/extension/";
    private static readonly XNamespace Schema = "http://www.aiim.org/pdfa/ns/schema#";
    private static readonly XNamespace Property = "http://www.aiim.org/pdfa/ns/property#";

    /// <summary>The packet with the claim to PDF/UA-1 added, if it is not there.</summary>
    /// <exception cref="FaultException">The packet does not claim PDF/A-3a.</exception>
    public static string ClaimAccessible(string xmp)
    {
        var packet = XDocument.Parse(xmp, LoadOptions.PreserveWhitespace);
        if (Value(packet, A + "part") != "3" || Value(packet, A + "conformance") != "A")
            throw Sentences.Fault("exports.pdf-not-archival");
        if (Value(packet, Ua + "part") is { } part)
            return part == "1" ? xmp : throw Sentences.Fault("exports.pdf-accessible-otherwise", part);

        var description = packet.Descendants(Rdf + "Description").First();
        description.Add(
            new XAttribute(XNamespace.Xmlns + "pdfuaid", Ua.NamespaceName),
            new XElement(Ua + "part", "1"));
        SchemasOf(description).Add(UaSchema());
        return string.Concat(packet.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));
    }

    /// <summary>A simple property, written as an element or as an attribute.</summary>
    private static string? Value(XDocument packet, XName name) =>
        packet.Descendants(name).FirstOrDefault()?.Value
        ?? packet.Descendants(Rdf + "Description").Attributes(name).FirstOrDefault()?.Value;

    private static XElement SchemasOf(XElement description)
    {
        if (description.Document!.Descendants(Extension + "schemas").Elements(Rdf + "Bag").FirstOrDefault() is { } bag)
            return bag;
        var made = new XElement(Rdf + "Bag");
        description.Add(
            new XAttribute(XNamespace.Xmlns + "pdfaExtension", Extension.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "pdfaSchema", Schema.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "pdfaProperty", Property.NamespaceName),
            new XElement(Extension + "schemas", made));
        return made;
    }

    private static XElement UaSchema() => Item(
        new XElement(Schema + "schema", "PDF/UA Universal Accessibility Schema"),
        new XElement(Schema + "namespaceURI", Ua.NamespaceName),
        new XElement(Schema + "prefix", "pdfuaid"),
        new XElement(Schema + "property", new XElement(Rdf + "Seq", Item(
            new XElement(Property + "name", "part"),
            new XElement(Property + "valueType", "Integer"),
            new XElement(Property + "category", "internal"),
            new XElement(Property + "description", "Indicates, which part of ISO 14289 standard is followed")))));

    private static XElement Item(params object[] members) =>
        new(Rdf + "li", new XAttribute(Rdf + "parseType", "Resource"), members);
}
