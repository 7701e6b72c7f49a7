-module(main).
-export([main/1]).

main(_Args) ->
    io:format("leaving~n"),
    halt(3).
