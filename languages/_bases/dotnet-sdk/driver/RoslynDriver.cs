using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Sandrun.Toolchain;

/// <summary>What the compilers of C# and Visual Basic have in common: files in, an assembly or messages out.</summary>
static class RoslynDriver
{
    const string ReferenceFolder = "/usr/lib/dotnet/ref";
    const string Assembly = "main.dll";
    const string Symbols = "main.pdb";

    /// <summary>The platform's assemblies. What was read of them once serves every compilation of this process.</summary>
    static readonly ImmutableArray<MetadataReference> Framework =
    [
        .. Directory.GetFiles(ReferenceFolder, "*.dll").Order(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Makes a compilation of a language of texts with their whole paths.</summary>
    internal delegate Compilation Create(CommandLineArguments options, IEnumerable<(SourceText Text, string Path)> sources, IEnumerable<MetadataReference> references);

    /// <summary>Compiles one text and keeps nothing of it.</summary>
    public static void Rehearse(CommandLineArguments options, string source, Create create)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        Emit(create(options, [(SourceText.From(source, System.Text.Encoding.UTF8), "/work/main")], Framework), options, assembly, symbols);
    }

    /// <summary>Writes main.dll and main.pdb into the current folder, or says on standard error what is wrong. Gives back the exit code.</summary>
    /// <remarks>A library, or what only describes a program, can't start. It is not written: that nothing is there says so.</remarks>
    public static int Compile(CommandLineArguments options, IEnumerable<string> files, Create create)
    {
        var problems = new List<string>();
        problems.AddRange(options.Errors.Where(error => error.Severity == DiagnosticSeverity.Error).Select(Format));
        var references = new List<MetadataReference>(Framework);
        foreach (CommandLineReference asked in options.MetadataReferences)
        {
            if (File.Exists(asked.Reference)) references.Add(MetadataReference.CreateFromFile(Path.GetFullPath(asked.Reference), asked.Properties));
            else if (!File.Exists(Path.Combine(ReferenceFolder, asked.Reference))) problems.Add($"error: the reference {asked.Reference} is not there");
        }
        string[] paths = [.. files.Concat(options.SourceFiles.Select(file => file.Path)).Select(Path.GetFullPath).Distinct()];
        problems.AddRange(paths.Where(path => !File.Exists(path)).Select(path => $"error: the source file {path} is not there"));
        if (problems.Count > 0) return Refuse(problems);

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        Compilation compilation = create(options, paths.Select(path => (Read(path, options), path)), references);
        EmitResult result = Emit(compilation, options, assembly, symbols);
        foreach (Diagnostic diagnostic in InOrder(result.Diagnostics)) Console.Error.WriteLine(Format(diagnostic));
        if (!result.Success) return 1;
        if (options.EmitOptions.EmitMetadataOnly || compilation.GetEntryPoint(default) is null) return 0;
        File.WriteAllBytes(Assembly, assembly.ToArray());
        if (symbols.Length > 0) File.WriteAllBytes(Symbols, symbols.ToArray());
        return 0;
    }

    static EmitResult Emit(Compilation compilation, CommandLineArguments options, Stream assembly, Stream symbols)
    {
        EmitOptions how = options.EmitOptions.WithPdbFilePath(Symbols);
        // What only describes a program has no symbols.
        if (how.EmitMetadataOnly) how = how.WithDebugInformationFormat(DebugInformationFormat.PortablePdb);
        bool apart = options.EmitPdb && !how.EmitMetadataOnly && how.DebugInformationFormat != DebugInformationFormat.Embedded;
        return compilation.Emit(assembly, apart ? symbols : null, manifestResources: options.ManifestResources, options: how);
    }

    static SourceText Read(string path, CommandLineArguments options)
    {
        using FileStream file = File.OpenRead(path);
        return SourceText.From(file, options.Encoding, options.ChecksumAlgorithm);
    }

    /// <summary>By file and place, whichever thread of the compiler found them first; what has no place comes first.</summary>
    static IEnumerable<Diagnostic> InOrder(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics
            .Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning)
            .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start);

    /// <summary>As the compilers' own commands write it, with paths as a program's author knows them.</summary>
    static string Format(Diagnostic diagnostic)
    {
        string text = diagnostic.ToString();
        string folder = Directory.GetCurrentDirectory() + "/";
        return text.StartsWith(folder, StringComparison.Ordinal) ? text[folder.Length..] : text;
    }

    static int Refuse(List<string> problems)
    {
        foreach (string problem in problems) Console.Error.WriteLine(problem);
        return 1;
    }
}
