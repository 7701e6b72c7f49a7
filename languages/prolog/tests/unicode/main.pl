:- initialization(main, main).

größe("Grüße, 世界 🎉").

main :-
    größe(Greeting),
    string_length(Greeting, 11),
    read_line_to_string(user_input, Line),
    format("~s: ~s~n", [Greeting, Line]).
