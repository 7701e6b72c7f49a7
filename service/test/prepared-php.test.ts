import { type Looks, tellNoDifference, tellNoDifferenceInCases } from './support/both-ways.ts'

const LOOKS: Looks = {
  'its arguments': {
    code: '<?php var_dump($argv, $argc, $_SERVER["argv"], $_SERVER["argc"], getopt("a:", ["b"]));',
    args: ['-a', 'b c', '', '--b', 'ä'],
  },
  'no arguments': { code: '<?php var_dump($argv, $argc);' },
  'its own place': {
    code: '<?php var_dump(__FILE__, __DIR__, __LINE__, getcwd(), get_included_files(), array_keys($GLOBALS));\nforeach (["PHP_SELF", "SCRIPT_NAME", "SCRIPT_FILENAME", "PATH_TRANSLATED", "DOCUMENT_ROOT"] as $name) var_dump($_SERVER[$name]);',
  },
  'another file name': {
    files: [
      {
        path: 'deep/a program.php',
        content: '<?php require "other.php"; require __DIR__ . "/other.php"; var_dump($argv, __FILE__);',
      },
      { path: 'deep/other.php', content: '<?php var_dump(__FILE__); debug_print_backtrace();' },
    ],
  },
  'a short file name': { files: [{ path: 'a', content: '<?php var_dump($argv, __FILE__);' }], entry: 'a' },
  'a name longer than there is room': {
    files: [{ path: `${'a long folder/'.repeat(12)}main.php`, content: '<?php var_dump($argv, __FILE__);' }],
  },
  'a name that looks like an option': { files: [{ path: '-x.php', content: '<?php var_dump($argv);' }] },
  'a first line': { code: '#!/usr/bin/env php\n<?php echo __LINE__;' },
  'what is loaded': {
    code: '<?php print_r(get_loaded_extensions()); print_r(get_loaded_extensions(true)); var_dump(extension_loaded("sandrun_prepared"), count(get_defined_functions()["internal"]), count(get_declared_classes()), count(get_defined_constants())); foreach (get_loaded_extensions() as $e) (new ReflectionExtension($e))->getName();',
  },
  'its settings': {
    code: '<?php print_r(ini_get_all(null, false)); var_dump(php_ini_loaded_file(), php_ini_scanned_files(), get_cfg_var("extension"), get_include_path());',
  },
  'an error': { code: '<?php\nfunction f($x) { throw new LogicException("no"); }\nf(1);' },
  'a warning': { code: '<?php\necho $nothing;\ntrigger_error("careful", E_USER_DEPRECATED);' },
  'a syntax error': { code: '<?php\necho 1\necho 2;' },
  'its environment': {
    code: '<?php $e = getenv(); ksort($e); print_r($e); print_r($_ENV); system("env | sort"); var_dump($_SERVER["B"]);',
    env: { B: '=1', A: '' },
  },
  'the environment the kernel shows': {
    code: '<?php $e = array_unique(explode("\\0", file_get_contents("/proc/self/environ"))); sort($e); print_r($e);',
  },
  'an exit code': { code: '<?php register_shutdown_function(fn() => print("last")); exit(7);' },
  'an exit with words': { code: '<?php exit("no more");' },
  'a signal': { code: '<?php posix_kill(posix_getpid(), SIGTERM); sleep(9);' },
  'its streams': {
    code: '<?php foreach ([STDIN, STDOUT, STDERR] as $s) { $m = stream_get_meta_data($s); var_dump((int) $s, $m, stream_isatty($s), fstat($s)["mode"]); }',
  },
  'its input': {
    code: '<?php var_dump(fgets(STDIN), file_get_contents("php://stdin"), stream_get_contents(STDIN), readline());',
    stdin: 'a\r\nb',
  },
  'a terminal': {
    code: '<?php var_dump(array_map("posix_isatty", [0, 1, 2]), posix_ttyname(0), posix_getsid(0) === posix_getpid(), exec("stty size"));\necho "name? ";\nvar_dump(fgets(STDIN));',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: '<?php print_r(scandir("/proc/self/fd"));' },
  'what it may use': {
    code: '<?php print_r(posix_getrlimit()); var_dump(memory_get_usage(true)); system("ulimit -a");',
    limits: { fileMb: 3, openFiles: 64 },
  },
  'a limit of memory': { code: '<?php $x = str_repeat("a", 2 ** 30); echo strlen($x);', limits: { memoryMb: 128 } },
  'other processes': {
    code: '<?php $p = pcntl_fork(); if ($p === 0) { echo "child"; exit(3); } pcntl_wait($s); var_dump(pcntl_wexitstatus($s), shell_exec("php -r \'var_dump(\\$argv);\' x"));',
  },
  'its process': {
    code: '<?php var_dump(posix_getppid(), readlink("/proc/self/exe"), umask(), PHP_BINARY, PHP_SAPI, cli_get_process_title(), count(scandir("/proc/self/task")));',
  },
  'when it was asked for': {
    code: '<?php var_dump(microtime(true) - $_SERVER["REQUEST_TIME_FLOAT"] < 5, time() - $_SERVER["REQUEST_TIME"] < 5);',
  },
  'the time zone and locale': {
    code: '<?php var_dump(date_default_timezone_get(), setlocale(LC_ALL, 0), mb_internal_encoding(), Locale::getDefault());',
  },
  'several cases': { code: '<?php var_dump(fgets(STDIN));', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
}

tellNoDifference('php', LOOKS)
tellNoDifferenceInCases(
  'php',
  LOOKS,
  '<?php foreach (scandir("/proc") as $p) if (is_numeric($p) && $p != 1 && $p != getmypid()) echo $p;',
)
