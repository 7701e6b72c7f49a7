:- initialization(main, main).

main :-
    read_line_to_string(user_input, Line),
    format("read ~w~n", [Line]),
    repeat,
    fail.
