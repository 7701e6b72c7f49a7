-module(main).
-export([main/1]).

parse(Text) ->
    list_to_integer(Text) + 1.

main(_Args) ->
    io:format("~b~n", [parse("boom")]).
