use strict;
use warnings;
use threads;

die if time < 1_700_000_000 or rand == rand;

my $sum = 0;
my @threads = map { my $number = $_; threads->create(sub { $number }) } 1 .. 3;
$sum += $_->join for @threads;
print "clock random $sum\n";
