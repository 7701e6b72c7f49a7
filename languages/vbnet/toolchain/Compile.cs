using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.VisualBasic;
using Sandrun.Toolchain;

// `compile.dll [options of vbc] -- main.vb [other.vb ...]`: as `dotnet new console` has it set up.

const string Project =
    """<Assembly: Global.System.Runtime.Versioning.TargetFramework(".NETCoreApp,Version=v10.0", FrameworkDisplayName:=".NET 10.0")>""";

string[] settings =
[
    "-noconfig", "-nosdkpath", "-nostdlib+", "-vbruntime-", "-target:exe", "-out:main.dll", "-langversion:latest", "-optionexplicit+", "-optioninfer+",
    "-optimize+", "-debug:portable", "-deterministic+", "-define:_MyType=\"Empty\",TRACE=True,RELEASE=True,NET=True,NET10_0=True,NETCOREAPP=True",
    "-imports:Microsoft.VisualBasic,System,System.Collections,System.Collections.Generic,System.Diagnostics,System.Linq,System.Xml.Linq,System.Threading.Tasks",
];

VisualBasicCommandLineArguments Parse(IEnumerable<string> options) =>
    VisualBasicCommandLineParser.Default.Parse([.. settings, .. options], Directory.GetCurrentDirectory(), sdkDirectory: null);

Compilation Create(CommandLineArguments options, IEnumerable<(Microsoft.CodeAnalysis.Text.SourceText Text, string Path)> sources, IEnumerable<MetadataReference> references)
{
    var parsed = (VisualBasicCommandLineArguments)options;
    SyntaxTree project = VisualBasicSyntaxTree.ParseText(Project, parsed.ParseOptions, "/usr/lib/dotnet/Project.vb", System.Text.Encoding.UTF8);
    IEnumerable<SyntaxTree> trees = sources.Select(source => VisualBasicSyntaxTree.ParseText(source.Text, parsed.ParseOptions, source.Path));
    return VisualBasicCompilation.Create("main", [.. trees, project], references, parsed.CompilationOptions);
}

string[] all = Handover.Arguments(args, () => RoslynDriver.Rehearse(Parse([]), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Warm.vb")), Create));
int separator = Array.IndexOf(all, "--");
// The parser takes it for an error that there are no files, so they go through it.
return RoslynDriver.Compile(Parse([.. all[..separator], .. all[(separator + 1)..]]), [], Create);
