# Loaded before every program. Ruby keeps what is written to a pipe until it has much of it, so a question would be seen
# after its answer, and what a program has printed before it is killed never.
$stdout.sync = true
load "/usr/local/lib/sandrun/wait.rb" if ENV["SANDRUN_WAITS"]
