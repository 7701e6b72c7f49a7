%% Compiles and starts programs as they come from an editor: a module may be called otherwise than its file, and the
%% program begins at main/1, main/0 or start/0, whichever the first file exports.
-module(sandrun).
-export([compile/0, run/0, rehearse/1]).

-define(FOLDER, "ebin").

%% erl ... -extra [options as erlc takes them] -- entry.erl [other.erl ...]
compile() ->
    {Options, ["--" | Files]} = lists:splitwith(fun(Argument) -> Argument =/= "--" end, init:get_plain_arguments()),
    ok = filelib:ensure_path(?FOLDER),
    Modules = [compile(File, Options) || File <- Files],
    case {lists:member(error, Modules), hd(Modules)} of
        {true, _} ->
            erlang:halt(1);
        %% Asked for something else than code: that nothing is here says so.
        {false, none} ->
            ok = file:del_dir_r(?FOLDER),
            erlang:halt(0);
        {false, Entry} ->
            ok = file:write_file(filename:join(?FOLDER, "main"), atom_to_list(Entry)),
            erlang:halt(0)
    end.

%% Gives back the module, `none` where the options ask for something else than its code, or `error`.
compile(File, Options) ->
    Terms = lists:flatmap(fun option/1, Options),
    case compile:file(source(File), [binary, report, debug_info, {i, "."} | Terms]) of
        {ok, Module, Code} -> write(Module, Code);
        {ok, Module, Code, _} -> write(Module, Code);
        {ok, _} -> none;
        _ -> error
    end.

%% Compiles a file for nobody, and writes down what that has loaded.
rehearse([File, Loaded]) ->
    ok = filelib:ensure_path(?FOLDER),
    rehearsal = compile(File, []),
    ok = file:write_file(Loaded, term_to_binary(code:all_loaded())),
    erlang:halt(0).

write(Module, Code) when is_binary(Code) ->
    ok = file:write_file(filename:join(?FOLDER, atom_to_list(Module) ++ ".beam"), Code),
    Module;
write(_, _) ->
    none.

%% What is written for escript has no module of its own, or a first line for the shell. It is compiled as a copy, whose
%% messages name the file itself: the number is that of the line before.
source(File) ->
    {ok, Text} = file:read_file(File),
    HasAttribute = fun(Name) -> re:run(Text, ["^\\s*-\\s*", Name, "\\b"], [multiline, {capture, none}]) =:= match end,
    case {string:prefix(Text, "#!"), HasAttribute("module")} of
        {nomatch, true} ->
            File;
        {Shell, HasModule} ->
            Name = filename:basename(File, ".erl"),
            {Line, Body} = case Shell of
                nomatch -> {0, Text};
                _ -> {1, tl(string:split(Text, "\n"))}
            end,
            Head = [[io_lib:format("-module(~p). ", [list_to_atom(Name)]) || not HasModule],
                    ["-export([main/1]). " || not HasModule, not HasAttribute("export")],
                    io_lib:format("-file(~p, ~b).~n", [File, Line])],
            Copy = filename:join("/tmp", Name ++ ".erl"),
            ok = file:write_file(Copy, [unicode:characters_to_binary(Head), Body]),
            Copy
    end.

option("+" ++ Text = Option) ->
    case erl_scan:string(Text ++ ".") of
        {ok, Tokens, _} ->
            case erl_parse:parse_term(Tokens) of
                {ok, Term} -> [Term];
                _ -> refuse(Option)
            end;
        _ ->
            refuse(Option)
    end;
option("-Werror") ->
    [warnings_as_errors];
option("-D" ++ Macro) ->
    [{d, list_to_atom(Macro)}];
option(Other) ->
    refuse(Other).

refuse(Option) ->
    io:put_chars(standard_error, ["unknown option ", Option, "\n"]),
    erlang:halt(1).

%% erl ... -extra [arguments]
run() ->
    true = code:add_patha(?FOLDER),
    {ok, Name} = file:read_file(filename:join(?FOLDER, "main")),
    Module = binary_to_atom(Name),
    {module, Module} = code:load_file(Module),
    try start(Module, init:get_plain_arguments()) of
        _ -> erlang:halt(0)
    catch
        Class:Reason:Stack ->
            Text = erl_error:format_exception(Class, Reason, Stack),
            io:put_chars(standard_error, [Text, "\n"]),
            erlang:halt(1)
    end.

start(Module, Arguments) ->
    case [erlang:function_exported(Module, Name, Arity) || {Name, Arity} <- [{main, 1}, {main, 0}, {start, 0}]] of
        [true | _] ->
            Module:main(Arguments);
        [_, true | _] ->
            Module:main();
        [_, _, true] ->
            Module:start();
        _ ->
            io:put_chars(standard_error, [atom_to_list(Module), " exports none of main/1, main/0 and start/0\n"]),
            erlang:halt(1)
    end.
