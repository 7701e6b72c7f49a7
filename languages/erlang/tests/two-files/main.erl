-module(main).
-export([main/1]).

main(_Args) ->
    io:format("~s~n", [greeting:greet("Ada")]).
