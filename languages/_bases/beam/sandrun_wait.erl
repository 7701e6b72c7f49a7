%% Waits in an emulator that is up before its program: service/agent/README.md, "A runtime that waits". Every start of an
%% emulator loads this module from its boot file and removes it again (boot.erl), so both kinds of start are the same.
-module(sandrun_wait).
-export([boot/1]).

-nifs([find/0, replace/1, keep_terminal/0, execute/1]).

%% Called before anything has looked at the streams or the environment: the first application comes after this.
boot(Modules) ->
    case os:getenv("SANDRUN_WAITS") of
        false -> true;
        _ -> wait(Modules)
    end,
    erlang:delete_module(?MODULE).

%% Modules are what every program loads, each with its file.
wait(Modules) ->
    init ! {self(), loaded, [Entry || {Module, File} = Entry <- Modules, load(Module, File)]},
    ok = erlang:load_nif("/usr/local/lib/sandrun/wait", 0),
    %% Once it answers, it has taken that message, and waits for the next.
    [_ | _] = init:get_plain_arguments(),
    true = find(),
    {ok, Handed} = prim_file:read_file("/.sandrun/handover"),
    [Count | Strings] = strings(Handed),
    {Words, Variables} = lists:split(binary_to_integer(Count), Strings),
    [os:unsetenv(Name) || {Name, _} <- os:env()],
    [set(Variable) || Variable <- Variables],
    %% As erlexec does.
    Folders = os:getenv("BINDIR") ++ ":" ++ os:getenv("ROOTDIR") ++ "/bin",
    os:putenv("PATH", Folders ++ ":" ++ os:getenv("PATH", "")),
    [_ | Arguments] = lists:dropwhile(fun(Word) -> Word =/= <<"-extra">> end, Words),
    %% Only a constant may be in two processes. Once it is no constant, the emulator gives its user a copy.
    persistent_term:put(?MODULE, Arguments),
    replace(persistent_term:get(?MODULE)),
    Expected = [unicode:characters_to_list(Argument) || Argument <- Arguments],
    (init:get_plain_arguments() =:= Expected andalso keep_terminal()) orelse execute(Words),
    persistent_term:erase(?MODULE),
    erlang:statistics(runtime),
    erlang:statistics(wall_clock).

load(Module, File) ->
    {ok, Code} = prim_file:read_file(File),
    Prepared = erlang:prepare_loading(Module, Code),
    (not erlang:has_prepared_code_on_load(Prepared)) andalso ok =:= erlang:finish_loading([Prepared]).

strings(<<>>) ->
    [];
strings(Bytes) ->
    {Length, _} = binary:match(Bytes, <<0>>),
    <<String:Length/binary, 0, Rest/binary>> = Bytes,
    [String | strings(Rest)].

set(Variable) ->
    {Name, "=" ++ Value} = lists:splitwith(fun(Byte) -> Byte =/= $= end, unicode:characters_to_list(Variable)),
    os:putenv(Name, Value).

%% Finds the state of `init`.
find() -> erlang:nif_error(not_loaded).

%% Puts other arguments into it.
replace(_) -> erlang:nif_error(not_loaded).

%% Takes over the terminal, if there is one.
keep_terminal() -> erlang:nif_error(not_loaded).

%% Starts the program ordinarily.
execute(_) -> erlang:nif_error(not_loaded).
