using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sandrun.Toolchain;

/// <summary>The platform's source generators. Few programs ask for one, and they cost as much time as compiling does.</summary>
static class Generators
{
    static readonly (string Attribute, string[] Assemblies)[] Known =
    [
        ("GeneratedRegex", ["System.Text.RegularExpressions.Generator.dll"]),
        ("JsonSerializable", ["System.Text.Json.SourceGeneration.dll"]),
        ("LibraryImport", ["Microsoft.Interop.LibraryImportGenerator.dll"]),
    ];

    /// <summary>The compilation with what is generated for the attributes that its sources name.</summary>
    public static Compilation Run(Compilation compilation, CSharpParseOptions options)
    {
        string[] texts = [.. compilation.SyntaxTrees.Select(tree => tree.GetText().ToString())];
        var generators = Known
            .Where(known => texts.Any(text => text.Contains(known.Attribute, StringComparison.Ordinal)))
            .SelectMany(known => known.Assemblies)
            .SelectMany(name => new AnalyzerFileReference(Path.Combine(AppContext.BaseDirectory, "generators", name), new Loader()).GetGenerators(LanguageNames.CSharp))
            .ToList();
        if (generators.Count == 0) return compilation;
        CSharpGeneratorDriver.Create(generators, parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return updated;
    }

    sealed class Loader : IAnalyzerAssemblyLoader
    {
        public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);

        public void AddDependencyLocation(string fullPath) { }
    }
}
