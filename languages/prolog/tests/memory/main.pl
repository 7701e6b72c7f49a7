:- initialization(main, main).

main :-
    hoard(0).

hoard(N) :-
    numlist(1, 100000, List),
    assertz(hoarded(N, List)),
    Next is N + 1,
    hoard(Next).
