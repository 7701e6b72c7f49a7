puts("to stdout\n");
fputs(stderr, "to stderr\n");
