:- initialization(main).

main :- writeln(once).
