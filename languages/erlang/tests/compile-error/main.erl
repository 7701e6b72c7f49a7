-module(main).
-export([main/1]).
main(_Args) -> io:format("never seen~n"), undefined_function().
