use utf8;
use open ':std', ':encoding(UTF-8)';

my $größe = 'Grüße, 世界 🎉';
die if length $größe != 11;
print "$größe: ", scalar <STDIN>;
