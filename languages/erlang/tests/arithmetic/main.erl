-module(main).
-export([main/1]).

main(_) ->
    io:format("~w~n~w~n", [1000000000000 * 1000000000000, 1 bsl 100]),
    io:format("~w~n~w~n", [9223372036854775807 + 1, 0.1 + 0.2]),
    io:format("~w ~w~n", [7 div 2, -7 rem 3]).
