using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.FSharp.Control;

// The F# compiler, which npm has as a library only.
//
//     fscompile [fsc options] -- main.fs [other.fs ...]
//
// writes main.exe. F# reads files in order and begins at the last one: the entry file is put there.
static class FsCompile
{
    const string Mono = "/usr/lib/mono/4.5/";
    const string Home = "/usr/local/lib/fsharp/";

    static int Main(string[] args)
    {
        int separator = Array.IndexOf(args, "--");
        var sources = args.Skip(separator + 1);
        var options = new List<string>
        {
            "fsc.exe", "-o", "main.exe", "--debug-", "--optimize+", "--nologo", "--targetprofile:mscorlib", "--noframework",
            "--nowin32manifest", "-r:" + Home + "FSharp.Core.dll", "-r:" + Mono + "Facades/netstandard.dll",
        };
        string[] libraries = { "mscorlib", "System", "System.Core", "System.Numerics", "System.Xml", "System.Xml.Linq" };
        options.AddRange(libraries.Select(name => "-r:" + Mono + name + ".dll"));
        options.AddRange(args.Take(separator));
        options.AddRange(sources.Skip(1));
        options.Add(sources.First());
        return Compile(options.ToArray());
    }

    // By reflection, since C# can't name the types of the service's own assembly references.
    static int Compile(string[] options)
    {
        Type type = Assembly.Load("FSharp.Compiler.Service").GetType("FSharp.Compiler.SourceCodeServices.FSharpChecker", true);
        MethodInfo create = type.GetMethod("Create");
        object checker = create.Invoke(null, new object[create.GetParameters().Length]);
        MethodInfo compile = type.GetMethods().First(method =>
            method.Name == "Compile" && method.GetParameters()[0].ParameterType == typeof(string[]));
        var arguments = new object[compile.GetParameters().Length];
        arguments[0] = options;
        object promise = compile.Invoke(checker, arguments);
        Type resultType = promise.GetType().GetGenericArguments()[0];
        MethodInfo run = typeof(FSharpAsync).GetMethod("RunSynchronously").MakeGenericMethod(resultType);
        object result = run.Invoke(null, new[] { promise, null, null });
        var errors = (object[])resultType.GetProperty("Item1").GetValue(result);
        var shown = errors.Where(error => !IsOff(error, options)).Select(Describe).Distinct();
        foreach (string message in shown) Console.Error.WriteLine(message);
        return (int)resultType.GetProperty("Item2").GetValue(result);
    }

    // The library tells of an unused name and of a copied value too, which fsc passes over unless it is asked.
    static bool IsOff(object error, string[] options)
    {
        string number = error.GetType().GetProperty("ErrorNumber").GetValue(error).ToString();
        return (number == "1182" || number == "52") && !options.Any(option => option.StartsWith("--warn") && option.Contains(number));
    }

    // As fsc writes it.
    static string Describe(object error)
    {
        Func<string, object> get = name => error.GetType().GetProperty(name).GetValue(error);
        string file = (string)get("FileName");
        string folder = Directory.GetCurrentDirectory() + "/";
        if (file.StartsWith(folder)) file = file.Substring(folder.Length);
        string severity = get("Severity").ToString().EndsWith("Warning") ? "warning" : "error";
        return string.Format(
            "{0}({1},{2}): {3} FS{4:D4}: {5}",
            file, get("StartLineAlternate"), (int)get("StartColumn") + 1, severity, get("ErrorNumber"), get("Message"));
    }
}
