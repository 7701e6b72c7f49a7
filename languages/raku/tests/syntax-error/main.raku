say 'never seen';

my $x = = 1;
