:- module(greeting, [greet/1]).

greet(Name) :-
    format("Hello, ~w!~n", [Name]).
