-module(main).
-export([main/1]).

main(_) ->
    io:format("read ~s~n", [string:trim(io:get_line(""))]),
    loop().

loop() -> loop().
