:- use_module(greeting).
:- initialization(main, main).

main :-
    greet('Ada').
