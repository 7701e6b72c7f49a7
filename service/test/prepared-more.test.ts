import { tellNoDifference } from './support/both-ways.ts'

tellNoDifference('racket', {
  'its arguments': {
    code: "#lang racket\n(current-command-line-arguments) (find-system-path 'run-file) (find-system-path 'exec-file)",
    args: ['a b', '', '-e', 'ä'],
  },
  'its own place': {
    code: '#lang racket\n(variable-reference->module-source (#%variable-reference)) (current-directory) (current-namespace) (namespace-mapped-symbols)',
  },
  'another file name': {
    files: [
      {
        path: 'deep/a program.rkt',
        content:
          '#lang racket/base\n(require "other.rkt" (file "main.rkt")) (find-system-path \'run-file) (error "here")',
      },
      {
        path: 'deep/other.rkt',
        content: '#lang racket/base\n(displayln (variable-reference->module-source (#%variable-reference)))',
      },
      { path: 'deep/main.rkt', content: '#lang racket/base\n(displayln "another")' },
    ],
    entry: 'deep/a program.rkt',
  },
  'its submodules': {
    files: [
      {
        path: 'hello.rkt',
        content:
          '#lang racket\n(module+ main (displayln "main"))\n(module+ test (displayln "test"))\n(displayln "body")',
      },
    ],
  },
  'its resolver': {
    files: [
      {
        path: 'hello.rkt',
        content:
          '#lang racket\n(object-name (current-module-name-resolver)) (procedure-arity (current-module-name-resolver))',
      },
    ],
  },
  'an error': { code: '#lang racket\n(define (f x) (error "no" x))\n(f 1)\n(displayln "after")' },
  'an error in its own language': { files: [{ path: 'x.rkt', content: '#lang racket/base\n(car 1)' }] },
  'a syntax error': { code: '#lang racket\n(define x\n' },
  'an unbound name': { code: '#lang racket\n(displayln nothing)' },
  'its environment': {
    code: '#lang racket\n(sort (environment-variables-names (current-environment-variables)) bytes<?) (getenv "B") (system "env | sort")',
    env: { B: '=1', A: '' },
  },
  'an exit code': {
    code: '#lang racket\n(plumber-add-flush! (current-plumber) (lambda (h) (displayln "last")))\n(exit 7)',
  },
  'its streams': {
    code: '#lang racket\n(for ([p (list (current-input-port) (current-output-port) (current-error-port))]) (displayln (list p (object-name p) (terminal-port? p) (file-stream-port? p) (file-stream-buffer-mode p))))',
  },
  'its input': { code: '#lang racket\n(read-line) (port->string)', stdin: 'a\nb' },
  'a terminal': {
    code: '#lang racket\n(map terminal-port? (list (current-input-port) (current-output-port))) (system "stty size") (display "name? ") (read-line)',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: '#lang racket\n(map path->string (directory-list "/proc/self/fd"))' },
  'what it may use': { code: '#lang racket\n(system "ulimit -a")', limits: { fileMb: 3, openFiles: 64 } },
  'several cases': { code: '#lang racket\n(read-line)', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})

tellNoDifference('clojure', {
  'its arguments': {
    code: '(prn *command-line-args* *file* (ns-name *ns*) (System/getProperty "sun.java.command"))',
    args: ['a b', '', '-e', 'ä'],
  },
  'another file name': { files: [{ path: 'deep/a program.clj', content: '(prn *file*) (throw (ex-info "here" {}))' }] },
  'what it numbers': {
    code: '(prn (class (fn* [] 1)))\n(defn f [] (fn [] 1))\n(prn (class (f)) (gensym) `x#)\n(println (map inc [1]))\n(prn (class (fn [] 2)))',
  },
  'what is loaded': {
    code: '(defn f [])\n(prn (sort (map ns-name (all-ns))) (sort (loaded-libs)) (sort (keys (ns-map *ns*))))',
  },
  'an error': { code: '(defn f [x] (/ x 0))\n(f 1)' },
  'an error before any macro': { code: '(/ 1 0)' },
  'a macro with a mistake': { code: '(let [x] x)' },
  'a syntax error': { code: '(println "a")\n(let [x 1' },
  'the stack': {
    code: '(run! println (.getStackTrace (Thread/currentThread)))\n(.printStackTrace (Exception. "here"))',
  },
  'its environment': { code: '(prn (sort (into {} (System/getenv))))', env: { B: '=1', A: '' } },
  'an exit code': { code: '(.addShutdownHook (Runtime/getRuntime) (Thread. #(println "last")))\n(System/exit 7)' },
  'its input': { code: '(prn (read-line) (slurp *in*))', stdin: 'a\nb' },
  'a terminal': {
    code: '(prn (some? (System/console)))\n(print "name? ") (flush) (prn (read-line))',
    tty: { cols: 90, rows: 20 },
  },
  'its threads': { code: '(prn (sort (map #(.getName %) (keys (Thread/getAllStackTraces)))))' },
  'a limit of memory': {
    code: '(prn (quot (.maxMemory (Runtime/getRuntime)) 1048576))\n(count (loop [a []] (recur (conj a (long-array 1000000)))))',
  },
  'several cases': { code: '(prn (read-line))', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})

tellNoDifference('groovy', {
  'its arguments': {
    code: 'println args.collect { "<$it>" }\nprintln System.getProperty("sun.java.command")',
    args: ['a b', '', '-e', 'ä'],
  },
  'another file name': {
    files: [
      { path: 'deep/program.groovy', content: 'println this.class.name\nprintln new Other().x()' },
      { path: 'Other.groovy', content: 'class Other { def x() { 1 / 0 } }' },
    ],
    entry: 'deep/program.groovy',
  },
  'an error': { code: 'def f(x) { x / 0 }\nf(1)' },
  'a syntax error': { code: 'println "a"\ndef f( {' },
  'the stack': {
    code: 'println Thread.currentThread().stackTrace.join("\\n")\nnew Exception("here").printStackTrace()',
  },
  'its own place': {
    code: 'println this.class.name + this.binding.variables.keySet() + { 1 }.class.name + new File(".").absolutePath',
  },
  'its environment': {
    code: 'println new TreeMap(System.getenv())\nprintln "env".execute().text.readLines().sort()',
    env: { B: '=1', A: '' },
  },
  'an exit code': { code: 'addShutdownHook { println "last" }\nSystem.exit(7)' },
  'its input': { code: 'println System.in.newReader().readLines()', stdin: 'a\nb' },
  'a terminal': {
    code: 'println System.console() != null\nprint "name? "\nprintln System.in.newReader().readLine()',
    tty: { cols: 90, rows: 20 },
  },
  'its threads': { code: 'println Thread.allStackTraces.keySet()*.name.sort()' },
  'several cases': { code: 'println System.in.newReader().readLine()', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})

tellNoDifference('coffeescript', {
  'its arguments': {
    code: 'console.log process.argv, process.argv0, process.execArgv, process.title',
    args: ['a b', '', '-e', 'ä'],
  },
  'its own place': {
    code: 'console.log __filename, __dirname, require.main is module, module, process.cwd(), module.paths',
  },
  'another file name': {
    files: [
      { path: 'deep/a program.coffee', content: 'console.log __filename, require "./other"\nthrow new Error "here"' },
      { path: 'deep/other.coffee', content: 'module.exports = [__filename, require.main.filename]' },
    ],
  },
  'what is loaded': { code: 'console.log Object.keys(require.cache), Object.getOwnPropertyNames(globalThis).sort()' },
  'an error': { code: 'f = -> throw new Error "no"\nf()' },
  'a syntax error': { code: 'a = (1\nb = [' },
  'how long it runs': { code: 'console.log process.uptime() < 5' },
  'its environment': {
    code: 'console.log process.env\nconsole.log require("child_process").execSync("env | sort").toString()',
    env: { B: '=1', A: '' },
  },
  'an exit code': { code: 'process.on "exit", (code) -> console.log "left with", code\nprocess.exitCode = 7' },
  'its input': { code: 'console.log JSON.stringify require("fs").readFileSync 0, "utf8"', stdin: 'a\nb' },
  'a terminal': {
    code: 'console.log process.stdin.isTTY, process.stdout.columns, process.stdout.rows',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: 'console.log require("fs").readdirSync("/proc/self/fd").length' },
  'several cases': {
    code: 'console.log require("fs").readFileSync 0, "utf8"',
    cases: [{ stdin: 'a' }, { stdin: 'b' }],
  },
})
