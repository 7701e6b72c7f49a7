println(join(ARGS, " "))
