:- writeln('to stdout').
:- writeln(user_error, 'to stderr').
