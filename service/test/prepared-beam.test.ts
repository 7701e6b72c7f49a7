import { tellNoDifference } from './support/both-ways.ts'

const WITHOUT_TIMES =
  ':logger.update_handler_config(:default, :formatter, {:logger_formatter, %{template: [:msg, "\\n"]}})'

tellNoDifference('elixir', {
  'its arguments': {
    code: 'IO.inspect({System.argv(), :init.get_plain_arguments(), :init.get_arguments(), __ENV__.file})',
    args: ['a b', '', '-e', '--no-halt', 'ä'],
  },
  'its own place': { code: 'IO.inspect({__ENV__, __DIR__, File.cwd!(), :code.get_path()}, limit: :infinity)' },
  'another file name': {
    files: [
      {
        path: 'deep/a program.exs',
        content: 'IO.inspect({__ENV__.file, __DIR__})\nCode.require_file("other.exs", __DIR__)\nraise "here"',
      },
      { path: 'deep/other.exs', content: 'IO.inspect({__ENV__.file, Code.required_files()})' },
    ],
  },
  'a name that looks like an option': {
    files: [{ path: '-x.exs', content: 'IO.inspect({__ENV__.file, System.argv()})' }],
  },
  'what is loaded': {
    code: 'IO.inspect(Enum.sort(:code.all_loaded()), limit: :infinity)\nIO.inspect(Enum.sort(:erlang.loaded()), limit: :infinity)',
  },
  'what is gone': {
    code: 'IO.inspect({:persistent_term.info().count, :erlang.check_old_code(:sandrun_wait), :code.is_loaded(:sandrun_wait)})',
  },
  'an error': { code: 'defmodule A do\n  def f(x), do: 1 / x\nend\nA.f(0)' },
  'an error in another process': {
    code: `${WITHOUT_TIMES}\n{pid, ref} = :proc_lib.spawn_opt(fn -> raise "no" end, [:monitor])\nreceive do {:DOWN, ^ref, _, _, e} -> Logger.flush(); IO.inspect({pid, e}) end`,
  },
  'a mistyped name': { code: 'IO.puts(foo)' },
  'a syntax error': { code: 'IO.puts("a")\ndef f(\n' },
  'a warning': { code: 'x = 1\nIO.puts("y")' },
  'the stack': {
    code: 'IO.inspect(Process.info(self(), :current_stacktrace))\nIO.inspect(Process.info(self(), :dictionary))',
  },
  'its environment': {
    code: 'IO.inspect(Enum.sort(System.get_env()), limit: :infinity)\nIO.puts(elem(System.cmd("env", []), 0) |> String.split("\\n") |> Enum.sort() |> Enum.join("\\n"))',
    env: { B: '=1', A: 'ö', C: '' },
  },
  'an exit code': { code: 'System.at_exit(fn code -> IO.puts("last #{code}") end)\nexit({:shutdown, 7})' },
  'a halt': { code: 'IO.puts("a")\nSystem.halt(7)' },
  'a signal': { code: 'System.cmd("kill", ["-KILL", System.pid()])\nProcess.sleep(9000)' },
  'a polite signal': {
    code: `${WITHOUT_TIMES}\nSystem.cmd("kill", ["-TERM", System.pid()])\nProcess.sleep(9000)`,
  },
  'its streams': {
    code: 'IO.inspect({:io.getopts(), :io.getopts(:standard_error), IO.ANSI.enabled?(), :io.columns()})',
  },
  'its input': { code: 'IO.inspect({IO.gets("? "), IO.read(:stdio, :eof)})', stdin: 'a\nbé' },
  'a terminal': {
    code: 'IO.inspect({:io.getopts(), :io.columns(), :io.rows(), IO.ANSI.enabled?(), :init.get_arguments()})\nIO.puts(elem(System.shell("stty size <&2 2>&1; ps -o tty= -p $$"), 0))\nIO.inspect(IO.gets("name? "))',
    tty: { cols: 90, rows: 20 },
  },
  'its descriptors': { code: 'IO.inspect(Enum.sort(File.ls!("/proc/self/fd")))' },
  'what it may use': { code: 'IO.puts(elem(System.shell("ulimit -a"), 0))', limits: { fileMb: 3 } },
  'what its children write': {
    code: 'System.shell("echo out; echo error >&2", into: IO.stream())\nIO.inspect(Port.list() |> Enum.map(&Port.info(&1, :name)))',
    stdin: 'in',
  },
  'the processes of the system': {
    code: `{text, _} = System.shell(~S'for p in /proc/[0-9]*; do echo $(cat $p/comm) $(readlink $p/exe) $(ls $p/fd | wc -l); tr "\\0" " " < $p/cmdline | cut -c 1-40; tr "\\0" "\\n" < $p/environ | grep -c SANDRUN; done', stderr_to_stdout: true)\nIO.inspect(Enum.sort(String.split(text, "\\n")), limit: :infinity)`,
  },
  'its processes': {
    code: 'IO.inspect({self(), Enum.map(Process.list(), &{&1, Process.info(&1, :registered_name), Process.info(&1, :initial_call)}), Port.list()}, limit: :infinity)',
  },
  'what the emulator tells of itself': {
    code: 'for k <- [:port_limit, :process_limit, :ets_limit, :schedulers, :dirty_io_schedulers, :thread_pool_size, :atom_limit], do: IO.inspect({k, :erlang.system_info(k)}, limit: :infinity)',
  },
  'a limit of memory': { code: 'IO.puts(byte_size(:binary.copy("a", 1_000_000_000)))', limits: { memoryMb: 128 } },
  'several cases': { code: 'IO.inspect(IO.gets(""))', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
})

const MAIN = '-module(main).\n-export([main/1]).\n'

tellNoDifference('erlang', {
  'its arguments': {
    code: `${MAIN}main(A) -> io:format("~p~n", [{A, init:get_plain_arguments(), init:get_arguments(), ?FILE, code:get_path()}]).`,
    args: ['a b', '', '-e', 'ä'],
  },
  'how it is compiled': {
    code: `${MAIN}main(_) -> io:format("~p~n", [{[P || {K, _} = P <- module_info(compile), K =/= source], module_info(attributes), ?WORD}]).`,
    compileArgs: ['-DWORD', '+warn_missing_spec'],
  },
  'an option that is none': { code: `${MAIN}main(_) -> ok.`, compileArgs: ['-nothing'] },
  'a listing in place of code': { code: `${MAIN}main(_) -> ok.`, compileArgs: ['+to_pp'] },
  'another file name': {
    files: [
      {
        path: 'deep/a program.erl',
        content: '-module(other). \n-export([main/0]).\nmain() -> io:format("~p~n", [{?FILE, ?LINE, third:f()}]).',
      },
      { path: 'third.erl', content: '-module(third).\n-export([f/0]).\nf() -> 3.' },
    ],
  },
  'a header': {
    files: [
      {
        path: 'main.erl',
        content: `${MAIN}-include("h.hrl").\n-include_lib("kernel/include/file.hrl").\nmain(_) -> io:format("~p~n", [?H]).`,
      },
      { path: 'h.hrl', content: '-define(H, 5).' },
    ],
  },
  'no module': {
    files: [{ path: 'main.erl', content: '#!/usr/bin/env escript\nmain(A) -> io:format("~p ~p~n", [A, x]).' }],
  },
  'a mistake': { code: `${MAIN}main(_) -> X.\nf( -> 1.` },
  'a mistake at a terminal': { code: `${MAIN}main(_) -> X.`, tty: { cols: 90, rows: 20 } },
  'a warning': { code: `${MAIN}main(A) -> B = 1, io:format("ä~n").\nf() -> 1.` },
  'a warning at a terminal': { code: `${MAIN}main(A) -> io:format("a~n").`, tty: { cols: 90, rows: 20 } },
  'an error': { code: `${MAIN}main(_) -> f(0).\nf(X) -> 1 / X.` },
  'its input': { code: `${MAIN}main(_) -> io:format("~p~n", [io:get_line("? ")]).`, stdin: 'a\nb' },
})
