import { tellNoDifference } from './support/both-ways.ts'

tellNoDifference('ruby', {
  'its arguments': {
    code: 'p ARGV, $0, $PROGRAM_NAME, __FILE__, ARGV.map(&:frozen?), ARGV.map(&:encoding)',
    args: ['a b', '', '-e', 'ä'],
  },
  'its own place': {
    code: 'p __FILE__, __dir__, __method__, caller, caller_locations(0), self, binding.local_variables, Dir.pwd, DATA.read\n__END__\nthe rest',
  },
  'another file name': {
    files: [
      {
        path: 'deep/a program whose name is longer than the usual.rb',
        content: 'require_relative "other"\np $0, __FILE__, __dir__, $LOADED_FEATURES.last',
      },
      { path: 'deep/other.rb', content: 'p __FILE__, caller' },
    ],
  },
  'a short file name': { files: [{ path: 'a', content: 'p $0, __FILE__; raise "no"' }], entry: 'a' },
  'a name that looks like an option': { files: [{ path: '-x.rb', content: 'p $0, ARGV' }] },
  'a first line': { code: '#!/usr/bin/env ruby -w\np $VERBOSE, $DEBUG, $-w' },
  'what is loaded': {
    code: 'p $LOADED_FEATURES, $LOAD_PATH, global_variables.sort, Object.constants.sort, Kernel.singleton_methods.sort, Kernel.private_instance_methods.sort',
  },
  'an error': { code: 'def f(n) = n / 0\nf(1)' },
  'an error in an error': { code: 'begin\n  raise "a"\nrescue\n  raise KeyError, "b"\nend' },
  'a mistyped name': { code: 'foo = 1\nfooo' },
  'a syntax error': { code: 'puts "a"\ndef f(\nputs 1' },
  'a library that is missing': { code: 'require "nothing_of_this_name"' },
  'the stack': {
    code: 'def f = raise(ArgumentError)\nbegin\n  f\nrescue => e\n  puts e.full_message(highlight: false), e.backtrace, e.backtrace_locations\nend',
  },
  'how deep the stack may be': {
    code: 'def f(n) = f(n + 1)\nbegin\n  f(0)\nrescue SystemStackError => e\n  puts e.message\nend',
  },
  'a warning': { code: 'warn "careful", uplevel: 0\n$stderr.puts "x"' },
  'its environment': { code: 'p ENV.to_a.sort\nputs `env | sort`', env: { B: '=1', A: '' } },
  'the environment the kernel shows': { code: 'p File.read("/proc/self/environ").split("\\0").uniq.sort' },
  'an exit code': { code: 'at_exit { puts "last" }\nexit 7' },
  'an exit with words': { code: 'abort "no more"' },
  'a signal': { code: 'Process.kill(:TERM, $$); sleep 9' },
  'an interrupt': { code: 'Process.kill(:INT, $$); sleep 9' },
  'its signals': {
    code: 'p Signal.list.keys.grep_v(/KILL|STOP|EXIT|VTALRM|SEGV|BUS|ILL|FPE/).map { |s| [s, (trap(s, "DEFAULT") rescue $!.message)] }',
  },
  'its streams': {
    code: '[$stdin, $stdout, $stderr, STDIN, STDOUT].each { |s| p s, s.fileno, s.tty?, s.sync, s.external_encoding, s.internal_encoding, s.lineno, s.autoclose?, s.close_on_exec? rescue p $! }',
  },
  'its input': { code: 'p gets, $., $stdin.each_line.to_a, gets', stdin: 'a\r\nb\nc' },
  'bytes on its streams': {
    code: '$stdin.binmode; $stdout.binmode; $stdout.write($stdin.read)',
    stdin: 'a\r\nb\u00e9',
  },
  'a terminal': {
    code: 'require "io/console"\np [$stdin, $stdout, $stderr].map(&:tty?), $stdout.winsize, $stdout.sync, Process.getsid == $$, Process.getpgrp == $$\n$stdin.write("written\\n")\nprint "name? "\np gets',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: 'p Dir.children("/proc/self/fd").sort, File.open("/dev/null").fileno' },
  'what it may use': {
    code: 'Process.constants.grep(/^RLIMIT_/).each { |n| p [n, Process.getrlimit(Process.const_get(n))] }\nputs `ulimit -a`',
    limits: { fileMb: 3, openFiles: 64 },
  },
  'a limit of memory': { code: 'x = "a" * 2**30\np x.size', limits: { memoryMb: 128 } },
  'other processes': {
    code: 'p fork { exit 3 }.class, Process.wait2[1].exitstatus\nputs `ruby -e "p ARGV, 1" x`, $?.exitstatus\nIO.popen("-") { |io| io ? p(io.read) : print("child") }',
  },
  threads: {
    code: 'p Thread.list.size, Thread.current == Thread.main, Thread.new { 3 }.value, Ractor.count',
  },
  'its process': {
    code: 'p Process.ppid, File.readlink("/proc/self/exe"), File.umask, Process.getpriority(Process::PRIO_PROCESS, 0), RbConfig.ruby',
  },
  'the time zone and locale': {
    code: 'p Time.at(0).zone, Encoding.default_external, Encoding.default_internal, Encoding.find("locale"), __ENCODING__',
  },
  'random numbers': { code: 'p Random.seed == Random.seed, rand < 1, [1, 2].hash == [1, 2].hash' },
  'several cases': { code: 'p gets', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})
