:- writeln(seen).

greeting(X :- X = hello.
