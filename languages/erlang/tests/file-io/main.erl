-module(main).
-export([main/1]).

main(_Args) ->
    ok = file:write_file("note.txt", "written and read"),
    {ok, Text} = file:read_file("note.txt"),
    io:format("~s~n", [Text]).
