# Loaded by a Ruby that is up before its program: service/agent/README.md, "A runtime that waits". Nothing of it is left.
require "/usr/local/lib/sandrun/prepared.so"

-> {
  handed = File.binread("/.sandrun/handover").split("\0", -1)
  words = handed[1, handed[0].to_i].map { _1.force_encoding(Encoding.default_external) }
  at = words.index { _1.start_with?("-r") } + 1
  program = words[at]
  # Options in the first line of a program are looked at before this is loaded.
  exec([words[0], words[0]], *words[1..]) if File.binread(program, 2) == "#!"
  ARGV.replace(words[at + 1..].each(&:freeze))

  usual = $0
  names = ObjectSpace.each_object(String).select { _1 == usual && !_1.frozen? }
  ObjectSpace.each_object(File).find { !_1.closed? && _1.path == usual }.reopen(program)
  Kernel.sandrun_become([usual, *names], program)

  Kernel.singleton_class.remove_method(:sandrun_become)
  $LOADED_FEATURES.delete("/usr/local/lib/sandrun/prepared.so")
}.call
