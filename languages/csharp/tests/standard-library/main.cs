using System.Reflection;

// Every assembly of the platform, and every type in it.
string[] paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':', StringSplitOptions.RemoveEmptyEntries);
List<string> missing = [];
foreach (string path in paths)
{
    try
    {
        _ = Assembly.Load(Path.GetFileNameWithoutExtension(path)).GetExportedTypes();
    }
    catch (Exception problem)
    {
        missing.Add($"{Path.GetFileName(path)}: {problem.Message}");
    }
}
Console.WriteLine($"{paths.Length > 100} [{string.Join(", ", missing)}]");
