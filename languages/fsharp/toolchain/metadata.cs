// Of System.Reflection.Metadata only the names FSharp.Compiler.Service asks for: it would write .pdb files with them.
using System.Reflection;

[assembly: AssemblyVersion("1.4.3.0")]

namespace System.Reflection.Metadata
{
    public struct BlobContentId { }
    public struct BlobHandle { }
    public struct CustomDebugInformationHandle { }
    public struct DocumentHandle { }
    public struct DocumentNameBlobHandle { }
    public struct EntityHandle { }
    public struct GuidHandle { }
    public struct ImportScopeHandle { }
    public struct LocalConstantHandle { }
    public struct LocalScopeHandle { }
    public struct LocalVariableHandle { }
    public struct MethodDefinitionHandle { }
    public struct ModuleDefinitionHandle { }
    public struct StandaloneSignatureHandle { }
    public struct StringHandle { }
    public enum LocalVariableAttributes { None }
    public class BlobBuilder { }
    public class MetadataReader { }
    public class MetadataReaderProvider { }
}

namespace System.Reflection.Metadata.Ecma335
{
    public class MetadataBuilder { }
    public class MetadataRootBuilder { }
    public class MetadataSizes { }
    public static class MetadataTokens { }
    public class PortablePdbBuilder { }
    public enum TableIndex : byte { None }
}

namespace System.Reflection.PortableExecutable
{
    public class DebugDirectoryBuilder { }
    public class PEReader { }
}
