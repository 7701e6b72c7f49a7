-module(greeting).
-export([main/1]).

main(_Args) ->
    Name = string:trim(io:get_line("What is your name? ")),
    {ok, [Number]} = io:fread("Pick a number: ", "~d"),
    io:format("Hello, ~ts! ~b squared is ~b.~n", [Name, Number, Number * Number]).
