# Loaded before every program. Ruby keeps what is written to a pipe until it has much of it, so a question would be seen
# after its answer. A program whose input is there already, or has ended, keeps the buffer: nobody waits for it.
$stdout.sync = true unless IO.select([$stdin], nil, nil, 0)
