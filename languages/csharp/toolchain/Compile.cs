using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sandrun.Toolchain;

// `compile.dll [options of csc] -- main.cs [other.cs ...]`: as `dotnet new console` has it set up.

const string Project = """
    global using global::System;
    global using global::System.Collections.Generic;
    global using global::System.IO;
    global using global::System.Linq;
    global using global::System.Net.Http;
    global using global::System.Threading;
    global using global::System.Threading.Tasks;
    [assembly: global::System.Runtime.Versioning.TargetFramework(".NETCoreApp,Version=v10.0", FrameworkDisplayName = ".NET 10.0")]
    """;

string[] settings =
[
    "-noconfig", "-target:exe", "-out:main.dll", "-langversion:14", "-nullable:enable", "-warn:10", "-nowarn:1701,1702",
    "-optimize+", "-debug:portable", "-deterministic+", "-define:TRACE,RELEASE,NET,NET10_0,NET10_0_OR_GREATER,NETCOREAPP",
];

CSharpCommandLineArguments Parse(IEnumerable<string> options) =>
    CSharpCommandLineParser.Default.Parse([.. settings, .. options], Directory.GetCurrentDirectory(), sdkDirectory: null);

Compilation Create(CommandLineArguments options, IEnumerable<(Microsoft.CodeAnalysis.Text.SourceText Text, string Path)> sources, IEnumerable<MetadataReference> references)
{
    var parsed = (CSharpCommandLineArguments)options;
    SyntaxTree project = CSharpSyntaxTree.ParseText(Project, parsed.ParseOptions, "/usr/lib/dotnet/Project.cs", System.Text.Encoding.UTF8);
    IEnumerable<SyntaxTree> trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parsed.ParseOptions, source.Path));
    return Generators.Run(CSharpCompilation.Create("main", [.. trees, project], references, parsed.CompilationOptions), parsed.ParseOptions);
}

string[] all = Handover.Arguments(args, () => RoslynDriver.Rehearse(Parse([]), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Warm.cs")), Create));
int separator = Array.IndexOf(all, "--");
return RoslynDriver.Compile(Parse(all[..separator]), all[(separator + 1)..], Create);
