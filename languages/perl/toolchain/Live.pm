# Loaded before every program. Perl keeps what is written to a pipe until it has much of it, so a question would be seen
# after its answer. A program whose input is there already, or has ended, keeps the buffer: nobody waits for it.
package Sandrun::Live;

my $stdin = '';
vec($stdin, 0, 1) = 1;
STDOUT->autoflush(1) if select($stdin, undef, undef, 0) == 0;

1;
