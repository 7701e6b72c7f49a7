# Loaded before every program. Perl keeps what is written to a pipe until it has much of it, so a question would be seen
# after its answer, and what a program has printed before it is killed never. A program may switch it off by `$| = 0`.
package Sandrun::Live;

STDOUT->autoflush(1);

1;
