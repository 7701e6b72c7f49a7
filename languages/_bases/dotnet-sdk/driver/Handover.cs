namespace Sandrun.Toolchain;

/// <summary>A compiler that is up before its program comes: see service/agent/README.md, "A runtime that waits".</summary>
/// <remarks>The console is opened at its first use, so nothing may be written before the arguments are there.</remarks>
static class Handover
{
    const string Waiting = "/.sandrun/handover";

    /// <summary>
    /// The arguments to compile with: those of the command line, or, where these are <c>--wait</c>, the ones that come
    /// once <paramref name="rehearse"/> has had everything loaded and translated.
    /// </summary>
    public static string[] Arguments(string[] given, Action rehearse)
    {
        if (given is not ["--wait"]) return given;
        rehearse();
        string[] handed = File.ReadAllText(Waiting).Split('\0');
        // dotnet, this assembly, and what is for it.
        return handed[3..(1 + int.Parse(handed[0]))];
    }
}
