:- initialization(main, main).

main :-
    get_time(Now), Now > 1700000000,
    random(A), random(B), A =\= B,
    concurrent_maplist([Number, Number]>>true, [1, 2, 3], Numbers),
    sum_list(Numbers, Sum),
    format("clock random ~d~n", [Sum]).
