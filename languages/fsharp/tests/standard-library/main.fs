open System
open System.IO
open System.Reflection

// Every assembly of the platform, and every type in it.
let paths = (string (AppContext.GetData "TRUSTED_PLATFORM_ASSEMBLIES")).Split(':', StringSplitOptions.RemoveEmptyEntries)

let problem (path: string) =
    try
        Assembly.Load(Path.GetFileNameWithoutExtension path).GetExportedTypes() |> ignore
        None
    with error ->
        Some $"{Path.GetFileName path}: {error.Message}"

printfn "%b %A" (paths.Length > 100) (paths |> Array.choose problem |> List.ofArray)
