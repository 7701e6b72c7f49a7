:- initialization(main, main).

main :-
    setup_call_cleanup(open('note.txt', write, Out), write(Out, 'written and read'), close(Out)),
    read_file_to_string('note.txt', Text, []),
    writeln(Text).
