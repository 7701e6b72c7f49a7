-module(main).
-export([main/1]).

main(_Args) ->
    true = erlang:system_time(second) > 1700000000,
    false = rand:uniform() == rand:uniform(),
    Self = self(),
    [spawn(fun() -> Self ! {number, Number} end) || Number <- [1, 2, 3]],
    Numbers = [receive {number, Number} -> Number end || _ <- [1, 2, 3]],
    io:format("clock random ~b~n", [lists:sum(Numbers)]).
