-module(main).
-export([main/1]).

main(_Args) ->
    io:format("~b~n", [sum(io:get_line(""))]).

sum(eof) -> 0;
sum(Line) -> list_to_integer(string:trim(Line)) + sum(io:get_line("")).
