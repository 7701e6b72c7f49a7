:- initialization(main, main).

main :-
    ask('What is your name? ', Name),
    ask('Pick a number: ', Answer),
    number_string(Number, Answer),
    Squared is Number ** 2,
    format("Hello, ~s! ~w squared is ~w.~n", [Name, Number, Squared]).

ask(Question, Answer) :-
    write(Question),
    read_line_to_string(user_input, Line),
    string_codes(Line, Answer).
