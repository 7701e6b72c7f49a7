%% Has every emulator wait where it is told to (sandrun_wait.erl), before its first application. Only for building images:
%% erl -s boot write LOADED BOOT, where LOADED is what code:all_loaded() gives in the emptiest program, as a term.
-module(boot).
-export([write/1]).

write([Loaded, Boot]) ->
    {ok, Name} = file:read_file(Loaded),
    {ok, Text} = file:read_file(Boot),
    {script, Id, Steps} = binary_to_term(Text),
    {Before, [{progress, modules_loaded} = Here | After]} =
        lists:splitwith(fun(Step) -> Step =/= {progress, modules_loaded} end, Steps),
    Started = lists:append([Modules || {_, Modules} <- first_loaded(Before)]),
    Files = [Entry || {Module, File} = Entry <- binary_to_term(Name), is_beam(File), not lists:member(Module, Started)],
    {ok, Code} = file:read_file("/usr/local/lib/sandrun/sandrun_wait.beam"),
    Wait = [{apply, {erlang, load_module, [sandrun_wait, Code]}},
            {apply, {sandrun_wait, boot, [lists:sort(Files)]}},
            {apply, {erts_code_purger, purge, [sandrun_wait]}}],
    ok = file:write_file(Boot, term_to_binary({script, Id, Before ++ [Here | Wait] ++ After})),
    halt().

%% The later ones are left until a program needs them.
first_loaded(Steps) ->
    [Step || {Kind, _} = Step <- lists:takewhile(fun(Step) -> Step =/= {kernel_load_completed} end, Steps),
             Kind =:= preLoaded orelse Kind =:= primLoad].

is_beam(File) ->
    is_list(File) andalso filename:extension(File) =:= ".beam".
