using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.VisualBasic;

// The Visual Basic compiler, which npm has as a library only. It may not be called vbc: the library gives an assembly of
// that name rights that this one can't claim.
//
//     vbcompile main.exe main.vb [other.vb ...]
static class VbCompile
{
    const string Mono = "/usr/lib/mono/4.5/";
    static readonly string[] Libraries = { "mscorlib", "System", "System.Core", "System.Xml", "System.Xml.Linq", "System.Numerics" };
    static readonly string[] Imports =
    {
        "System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text",
        "System.Threading.Tasks", "Microsoft.VisualBasic",
    };

    static int Main(string[] args)
    {
        var trees = args.Skip(1).Select(file => VisualBasicSyntaxTree.ParseText(File.ReadAllText(file), path: file)).ToList();
        var references = Libraries
            .Select(name => (MetadataReference)MetadataReference.CreateFromFile(Mono + name + ".dll"))
            .ToList();
        // Debian has no Microsoft.VisualBasic.dll that runs: the part of it the language itself needs is compiled in.
        var options = new VisualBasicCompilationOptions(
            OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release,
            globalImports: GlobalImport.Parse(Imports), embedVbCoreRuntime: true, optionInfer: true, concurrentBuild: false);
        var compilation = VisualBasicCompilation.Create("main", trees, references, options);
        EmitResult result;
        using (var output = File.Create(args[0])) result = compilation.Emit(output);
        foreach (var message in result.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning))
            Console.Error.WriteLine(message.ToString());
        return result.Success ? 0 : 1;
    }
}
