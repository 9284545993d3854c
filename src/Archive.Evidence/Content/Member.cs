namespace Archive.Evidence.Content;

/// <summary>One thing a version says: a path of fixed words and numbers, and what stands there.</summary>
/// <param name="Path">ASCII; which paths there are, and in which order, is in <see cref="MemberPath"/>.</param>
/// <param name="Value">Never empty (a member without value is left out) and without lone surrogates.</param>
public sealed record Member(string Path, string Value);
