# Loaded into every program. What is written to a pipe is kept until much is together, so a question would be seen after
# its answer, and what was printed before a crash never: here it is written out at once.
STDOUT.sync = true
