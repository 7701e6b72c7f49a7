%% Compiled when the image is built: what this loads is loaded in a compiler that waits (Dockerfile).
-module(rehearsal).
-export([main/1]).

-record(point, {x = 0, y = 0}).

main(Arguments) ->
    Point = #point{x = length(Arguments)},
    Squares = #{N => N * N || N <- lists:seq(1, 3)},
    try maps:fold(fun(_, Square, Sum) -> Sum + Square end, Point#point.y, Squares) of
        Sum when Sum > 0 -> io:format("~p ~s~n", [Sum, <<"bytes">>]);
        _ -> ok
    catch
        error:Reason:Stack -> io:format("~p~n", [{Reason, Stack}])
    end.
