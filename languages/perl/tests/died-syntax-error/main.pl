die "no syntax error at all";
