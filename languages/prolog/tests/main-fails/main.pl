main :- fail.
