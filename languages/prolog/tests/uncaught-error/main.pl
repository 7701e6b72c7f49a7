fail_now :-
    X is foo + 1,
    writeln(X).

:- fail_now.
