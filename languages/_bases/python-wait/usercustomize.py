"""Waits, at the end of the interpreter's start, for the program it is to run: `site` imports this module last."""


def take_over():
    import io
    import os
    import posix
    import sys

    import sandrun_prepared

    with open("/.sandrun/handover", "rb", buffering=0) as handed:
        count, *strings = handed.readall()[:-1].split(b"\0")
    argv, variables = strings[: int(count)], strings[int(count) :]
    if len(argv) < 2 or argv[1].startswith(b"-"):
        os.execvp(argv[0], argv)

    # What os.environ and os.environb keep, as the interpreter makes it of the C library's.
    posix.environ.clear()
    for variable in variables:
        name, _, value = variable.partition(b"=")
        posix.environ.setdefault(name, value)

    # As Python/pylifecycle.c makes them, of what these descriptors are now.
    unbuffered = bool(os.environ.get("PYTHONUNBUFFERED"))
    for fd, name, mode in (0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w"):
        usual = getattr(sys, name)
        buffering = 0 if unbuffered and mode == "w" else -1
        buffer = open(fd, mode + "b", buffering, closefd=False)
        raw = buffer if buffering == 0 else buffer.raw
        raw.name = f"<{name}>"
        stream = io.TextIOWrapper(
            buffer,
            encoding=usual.encoding,
            errors=usual.errors,
            newline="\n",
            line_buffering=not unbuffered and (fd == 2 or raw.isatty()),
            write_through=unbuffered,
        )
        stream.mode = mode
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)

    words = [os.fsdecode(word) for word in argv]
    sys.argv[:] = words[1:]
    sys.orig_argv[:] = words
    path = words[1] if words[1].startswith("/") else f"{os.getcwd()}/{words[1]}"

    # Nothing is left of the wait.
    own = os.path.dirname(__file__)
    sys.path.remove(own)
    sys.path_importer_cache.pop(own, None)
    del sys.modules["sandrun_prepared"]
    sandrun_prepared.become(path, sys.argv, sys.orig_argv)


take_over()
# What `site` takes for a module that is not there: this one is forgotten.
raise ImportError(name="usercustomize")
