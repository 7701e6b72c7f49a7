-module(main).
-export([main/1]).

main(_Args) -> hoard([]).

hoard(List) -> hoard([lists:seq(1, 100000) | List]).
