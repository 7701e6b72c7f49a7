-module(main).
-export([main/1]).

main(_Args) ->
    Größe = "Grüße, 世界 🎉",
    io:format("~ts: ~ts", [Größe, io:get_line("")]).
