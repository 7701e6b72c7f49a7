// Of System.Runtime.Loader only what FSharp.Compiler.Service asks for.
using System;
using System.Reflection;

[assembly: AssemblyVersion("4.0.0.0")]

namespace System.Runtime.Loader
{
    public abstract class AssemblyLoadContext
    {
        public static AssemblyLoadContext Default { get { return null; } }

        public event Func<AssemblyLoadContext, AssemblyName, Assembly> Resolving;

        public event Func<Assembly, string, IntPtr> ResolvingUnmanagedDll;

        public Assembly LoadFromAssemblyPath(string path) { return Assembly.LoadFrom(path); }
    }
}
