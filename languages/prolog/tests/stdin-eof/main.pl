:- initialization(main, main).

main :-
    read_string(user_input, _, Text),
    split_string(Text, "\n", "\n", Lines),
    maplist([Line, Number]>>number_string(Number, Line), Lines, Numbers),
    sum_list(Numbers, Sum),
    writeln(Sum).
