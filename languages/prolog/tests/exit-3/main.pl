:- writeln(leaving), halt(3).
