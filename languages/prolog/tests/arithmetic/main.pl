:- initialization(main, main).

main :-
    forall(member(Term, [1000000000000 * 1000000000000, 2 ** 100, 9223372036854775807 + 1, 0.1 + 0.2, 7 // 2, -7 mod 3]),
           ( Value is Term, writeln(Value) )).
