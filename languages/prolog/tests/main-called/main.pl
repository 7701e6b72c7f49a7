main :- writeln(once).

:- main.
