-module(second).
-export([start/0]).

start() ->
    io:format("found~n").
