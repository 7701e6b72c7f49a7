using System.Reflection;
using System.Reflection.PortableExecutable;
using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.Diagnostics;
using Microsoft.FSharp.Control;
using Sandrun.Toolchain;

// `compile.dll [options of fsc] -- main.fs [other.fs ...]` writes main.dll. F# reads files in order and begins at the last
// one: the entry file is put there. A script names the files it wants itself.

const string Warm = "/usr/local/lib/fsharp/Warm.fs";

string[] settings =
[
    "fsc.dll", "--target:exe", "--debug:portable", "--optimize+", "--nologo", "--targetprofile:netcore", "--noframework", "--simpleresolution",
    "--nowin32manifest", "--deterministic+", "--langversion:10", "--define:TRACE", "--define:RELEASE", "--define:NET", "--define:NET10_0",
    "--define:NET10_0_OR_GREATER", "--define:NETCOREAPP", "-r:/usr/lib/dotnet/libraries/FSharp.Core.dll",
    .. Directory.GetFiles("/usr/lib/dotnet/ref", "*.dll").Order(StringComparer.Ordinal).Select(path => $"-r:{path}"),
];

FSharpChecker checker = CreateChecker();
string[] all = Handover.Arguments(args, Rehearse);
int separator = Array.IndexOf(all, "--");
string[] asked = all[..separator];
string entry = all[separator + 1];
string[] others = entry.EndsWith(".fsx", StringComparison.Ordinal) ? [] : [.. all[(separator + 2)..].Where(file => !file.EndsWith(".fsx", StringComparison.Ordinal))];
FSharpDiagnostic[] problems = Compile("main.dll", [.. asked, .. others, entry]);
foreach (string message in problems.Where(problem => !IsOff(problem, asked)).Select(Describe).Distinct()) Console.Error.WriteLine(message);
if (problems.Any(problem => problem.Severity.IsError)) return 1;
// A library, or what only describes a program, can't start: that nothing is there says so.
if (asked.Contains("--refonly") || !HasStart("main.dll"))
{
    File.Delete("main.dll");
    File.Delete("main.pdb");
}
return 0;

static bool HasStart(string path)
{
    if (!File.Exists(path)) return false;
    using var reader = new PEReader(File.OpenRead(path));
    return reader.PEHeaders.CorHeader is { EntryPointTokenOrRelativeVirtualAddress: not 0 };
}

// Its parameters are many, and each may be left out, which C# can't say.
static FSharpChecker CreateChecker()
{
    MethodInfo create = typeof(FSharpChecker).GetMethod("Create")!;
    return (FSharpChecker)create.Invoke(null, new object?[create.GetParameters().Length])!;
}

FSharpDiagnostic[] Compile(string output, IEnumerable<string> rest) =>
    FSharpAsync.RunSynchronously(checker.Compile([.. settings, $"-o:{output}", .. rest], null), null, null).Item1;

void Rehearse()
{
    string folder = Directory.CreateTempSubdirectory().FullName;
    Compile(Path.Combine(folder, "main.dll"), [Warm]);
    Directory.Delete(folder, recursive: true);
}

// The library tells of an unused name and of a copied value too, which fsc passes over unless it is asked.
static bool IsOff(FSharpDiagnostic problem, string[] options) =>
    problem.Severity.IsHidden
    || problem.Severity.IsInfo
    || problem.ErrorNumber is 1182 or 52 && !options.Any(option => option.StartsWith("--warn") && option.Contains(problem.ErrorNumber.ToString()));

// As fsc writes it.
static string Describe(FSharpDiagnostic problem)
{
    string place = Path.GetRelativePath(Directory.GetCurrentDirectory(), problem.FileName);
    string severity = problem.Severity.IsError ? "error" : "warning";
    return $"{place}({problem.StartLine},{problem.StartColumn + 1}): {severity} FS{problem.ErrorNumber:D4}: {problem.Message}";
}
