:- use_module(library(lists)).
:- dynamic seen/1.

main :- last([a, "hi from main"], Text), writeln(Text).
