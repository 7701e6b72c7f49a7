# Loaded by a Julia that is up before its program: service/agent/README.md, "A runtime that waits". What it defines is in
# a module without a name, so that nothing of it is seen and the program's functions are numbered as they always are.
let own = Module(:Wait)
    Core.eval(own, quote
        take_over(handed, variables) = begin
            strings = String.(split(handed[1:end-1], '\0'))
            words = strings[2:1+parse(Int, strings[1])]
            program = findfirst(isequal("--"), words) + 1
            empty!(ARGS)
            append!(ARGS, words[program+1:end])

            # The environment is the program's now, without what Julia itself has set there as it started.
            for (name, value) in variables
                haskey(ENV, name) || (ENV[name] = value)
            end

            # Julia keeps duplicates of the three streams, each in an object of its kind.
            streams = (
                ccall(:jl_stdin_stream, Ptr{Cvoid}, ()),
                ccall(:jl_stdout_stream, Ptr{Cvoid}, ()),
                ccall(:jl_stderr_stream, Ptr{Cvoid}, ()),
            )
            objects = map(streams, (0, 1, 2)) do stream, number
                duplicate = ccall(:jl_uv_file_handle, RawFD, (Ptr{Cvoid},), stream)
                ccall(:dup3, Cint, (Cint, RawFD, Cint), number, duplicate, 0o2000000) # O_CLOEXEC
                open(duplicate)
            end
            Core.eval(Base, Expr(:global, Expr(:(=), Expr(:tuple, :stdin, :stdout, :stderr), objects)))
            Core.eval(Base, Expr(:global, Expr(:(=), :PROGRAM_FILE, words[program])))
            Base.Multimedia.reinit_displays()
            Base.CoreLogging.global_logger(Base.root_module(Base, :Logging).ConsoleLogger(Base.stderr))

            # The option that has this file loaded.
            options = cglobal(:jl_options, Base.JLOptions)
            at = fieldoffset(Base.JLOptions, findfirst(isequal(:commands), fieldnames(Base.JLOptions)))
            unsafe_store!(Ptr{Ptr{Cvoid}}(options + at), C_NULL)
        end

        # Once for nobody, to have it translated.
        take_over("3\0julia\0--\0main.jl\0", Dict(ENV))
        let variables = Dict(ENV)
            take_over(read("/.sandrun/handover", String), variables)
        end
    end)
end
