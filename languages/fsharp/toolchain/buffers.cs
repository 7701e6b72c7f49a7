// Of System.Buffers only what FSharp.Compiler.Service asks for.
using System.Reflection;

[assembly: AssemblyVersion("4.0.2.0")]

namespace System.Buffers
{
    public abstract class ArrayPool<T>
    {
        static readonly ArrayPool<T> shared = new Fresh();

        public static ArrayPool<T> Shared { get { return shared; } }

        public abstract T[] Rent(int length);

        public abstract void Return(T[] array, bool clearArray = false);

        class Fresh : ArrayPool<T>
        {
            public override T[] Rent(int length) { return new T[length]; }

            public override void Return(T[] array, bool clearArray = false) { }
        }
    }
}
