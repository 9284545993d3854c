using System.Text;

namespace Archive.Cli;

/// <summary>What a person types at this terminal.</summary>
internal static class Typed
{
    /// <returns>A line, as it was typed or read; "" at the end of the input.</returns>
    public static string Seen(string prompt)
    {
        Console.Error.Write(prompt);
        return Console.ReadLine() ?? "";
    }

    /// <returns>A line: typed unseen, or read from input that is no terminal; "" at its end.</returns>
    public static string Unseen(string prompt)
    {
        if (Console.IsInputRedirected)
            return Console.ReadLine() ?? "";
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        for (
            var key = Console.ReadKey(intercept: true);
            key.Key != ConsoleKey.Enter;
            key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
