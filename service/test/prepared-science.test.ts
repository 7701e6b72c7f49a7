import { tellNoDifference } from './support/both-ways.ts'

tellNoDifference(
  'r',
  {
    'its arguments': {
      code: 'print(commandArgs()); print(commandArgs(trailingOnly = TRUE)); print(Encoding(commandArgs()))',
      args: ['a b', '', '-e', 'ä', '--args'],
    },
    'its own place': {
      code: 'print(getwd()); print(ls(all.names = TRUE)); print(search()); print(environmentName(environment())); print(interactive())',
    },
    'another file name': {
      files: [
        { path: 'deep/a program.R', content: 'print(commandArgs()); source("deep/other.R"); stop("here")' },
        { path: 'deep/other.R', content: 'print(sys.call(1)[[1]])' },
      ],
    },
    'what is loaded': {
      code: 'print(loadedNamespaces()); print(.packages()); print(names(getLoadedDLLs())); print(.libPaths())',
    },
    'its options': { code: 'o <- options(); print(o[!vapply(o, is.function, TRUE)])' },
    'an error': { code: 'f <- function(x) stop("no")\nf(1)' },
    'a warning': { code: 'f <- function(x) warning("careful")\nf(1)\nlog(-1)' },
    'a syntax error': { code: 'x <- (1\ny <- 2' },
    'the stack': { code: 'f <- function() { print(sys.nframe()); print(length(sys.calls())); traceback(0) }\nf()' },
    'its environment': {
      code: 'e <- Sys.getenv(); print(e[setdiff(names(e), "R_SESSION_TMPDIR")]); system("env | grep -v R_SESSION | sort")',
      env: { B: '=1', A: '' },
    },
    'an exit code': { code: 'reg.finalizer(globalenv(), function(e) cat("last\\n"), onexit = TRUE)\nquit(status = 7)' },
    'a signal': { code: 'tools::pskill(Sys.getpid(), 15); Sys.sleep(9)' },
    'its streams': {
      code: 'print(isatty(stdin())); print(isatty(stdout())); print(showConnections(all = TRUE)); print(summary(stdin()))',
    },
    'its input': { code: 'x <- file("stdin", "r"); print(readLines(x, 1)); print(readLines(x))', stdin: 'a\nb\nc' },
    'a question': { code: 'print(readline("name? ")); print(readLines("stdin"))', stdin: 'a\nb' },
    'a terminal': {
      code: 'print(isatty(stdout())); print(getOption("width")); print(system("stty size", intern = TRUE)); print(readline("name? "))',
      tty: { cols: 90, rows: 20 },
    },
    'its descriptors': { code: 'print(list.files("/proc/self/fd"))' },
    'what it may use': {
      code: 'system("ulimit -a"); print(Cstack_info()[["size"]]); print(mem.maxVSize())',
      limits: { fileMb: 3, openFiles: 300 },
    },
    'few open files': { code: 'print(1)', limits: { openFiles: 64 } },
    'its folder for what is temporary': {
      code: 'print(dir.exists(tempdir())); print(tempdir() == Sys.getenv("R_SESSION_TMPDIR")); print(list.files(tempdir()))',
    },
    'other processes': { code: 'print(unlist(parallel::mclapply(1:3, function(n) n * n, mc.cores = 2)))' },
    'the time zone and locale': {
      code: 'print(Sys.timezone()); print(Sys.getlocale()); print(l10n_info()); print(exists(".Random.seed"))',
    },
    'a picture': { code: 'plot(1:3); print(dev.cur())\nsd <- density(c(1, 2, 4)); print(sd$bw)' },
    'several cases': { code: 'print(readline())', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
  },
  256,
)

tellNoDifference('octave', {
  'its arguments': {
    code: 'disp(argv()); disp(program_name()); disp(program_invocation_name())',
    args: ['a b', '', '--eval', 'ä'],
  },
  'its own place': {
    code: 'disp(pwd()); disp(mfilename("fullpath")); who; s = dbstack(); disp({s.name}); disp([s.line]); disp(path())',
  },
  'another file name': { files: [{ path: 'deep/a program.m', content: 'disp(mfilename("fullpath")); error("here")' }] },
  'what it forgets': {
    code: 'clear all; disp(argv()); disp(exist("sandrun_take_over")); clear -f; disp(argv())',
    args: ['x'],
  },
  'an error': { code: 'function f(x)\n  error("no: %d", x);\nend\nf(1)' },
  'a warning': { code: 'warning("careful"); [1 2](5)' },
  'a syntax error': { code: 'x = (1\ny = 2' },
  'its environment': { code: 'system("env | sort"); disp(getenv("B")); disp(getenv("PATH"))', env: { B: '=1', A: '' } },
  'another path': { code: 'disp(getenv("PATH"))', env: { EXTRA: '1' } },
  'an exit code': { code: 'atexit("last");\nfunction last()\n  disp("last");\nend\nexit(7)' },
  'its streams': { code: 'disp(isatty(stdin)); disp(isatty(stdout)); [name, mode] = fopen(stdout)\nfopen("all")' },
  'its input': { code: 'x = input("n? "); disp(x * 2); disp(fgetl(stdin)); disp(fgetl(stdin))', stdin: '4\nb' },
  'a terminal': {
    code: 'disp(isatty(stdout)); disp(terminal_size()); disp(page_screen_output()); x = input("name? ", "s")',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: 'd = dir("/proc/self/fd"); disp({d.name})' },
  'what it may use': { code: 'system("ulimit -a");', limits: { fileMb: 3, openFiles: 64 } },
  'the time zone and locale': {
    code: 'disp(setlocale_absent = exist("setlocale")); disp(strftime("%Z", localtime(0))); disp(numel(rand(2)))',
  },
  'several cases': { code: 'disp(input("", "s"))', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})

tellNoDifference('julia', {
  'its arguments': {
    code: 'println(ARGS, PROGRAM_FILE, abspath(PROGRAM_FILE) == @__FILE__, Base.julia_cmd(), Base.JLOptions())',
    args: ['a b', '', '-e', 'ä', '--'],
  },
  'its own place': {
    code: 'println(@__FILE__, @__DIR__, @__MODULE__, pwd(), names(Main; all = true), isinteractive())',
  },
  'another file name': {
    files: [
      { path: 'deep/a program.jl', content: 'include("other.jl"); println(PROGRAM_FILE, @__FILE__); error("here")' },
      { path: 'deep/other.jl', content: 'println(@__FILE__)' },
    ],
  },
  'what it numbers': {
    code: 'println(x -> x, " ", gensym() isa Symbol, " ", y -> y); println(methods(println).ms |> length)',
  },
  'what is loaded': {
    code: 'println(sort(string.(keys(Base.loaded_modules)))); println(LOAD_PATH, DEPOT_PATH, Base.ACTIVE_PROJECT[])',
  },
  'an error': { code: 'f(x) = error("no")\nf(1)' },
  'a warning': { code: '@warn "careful" x = 1\n@info "so"\nCore.println("core")' },
  'a syntax error': { code: 'println("a")\nx = (1\n' },
  'its environment': { code: 'println(sort(collect(ENV))); run(`env`)', env: { B: '=1', A: '' } },
  'an exit code': { code: 'atexit(() -> println("last")); exit(7)' },
  'a signal': { code: 'ccall(:kill, Cint, (Cint, Cint), getpid(), 9); sleep(9)' },
  'its streams': {
    code: 'for s in (stdin, stdout, stderr, Base.stdout) show(s); println(" ", typeof(s), isopen(s), isreadable(s), iswritable(s), displaysize(s), s isa Base.TTY) end',
  },
  'its input': {
    code: 'println(readline()); println(repr(read(stdin, String))); println(eof(stdin))',
    stdin: 'a\nb\r\nc',
  },
  'no input': { code: 'println(typeof(stdin), repr(read(stdin, String)))' },
  'a terminal': {
    code: 'println(typeof.((stdin, stdout, stderr)), displaysize(stdout), get(stdout, :color, 0)); print("name? "); println(readline())',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: 'println(sort(readdir("/proc/self/fd"))); show(open("/dev/null"))' },
  'what it may use': {
    code: 'run(`sh -c "ulimit -a"`); println(Threads.nthreads(), Sys.CPU_THREADS)',
    limits: { fileMb: 3, openFiles: 64 },
  },
  'other output': {
    code: 'redirect_stdout(open("x", "w")) ; println("in"); flush(stdout); write(stderr, read("x", String)); display([1 2])',
  },
  'the time zone and locale': {
    code: 'using Dates; println(Libc.strftime("%Z", 0.0), now() > DateTime(2020), rand() < 1)',
  },
  'several cases': { code: 'println(readline())', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})
