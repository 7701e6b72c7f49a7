-module(main).
-export([main/0]).

main() ->
    io:format("to stdout~n"),
    io:format(standard_error, "to stderr~n", []).
