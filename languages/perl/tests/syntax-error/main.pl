print "never seen";

my $x = = 1;
