# Loaded into every program. What is written to a pipe is kept until much is together, so a question would be seen after
# its answer: here it is written out at once, unless the input is there already and nobody waits.
lib LibSandrun
  struct Input
    fd : LibC::Int
    events : LibC::Short
    revents : LibC::Short
  end

  fun poll(inputs : Input*, count : LibC::ULong, timeout : LibC::Int) : LibC::Int
end

sandrun_input = LibSandrun::Input.new(fd: 0, events: 1)
STDOUT.sync = true if LibSandrun.poll(pointerof(sandrun_input), 1, 0) == 0
