use strict;
use warnings;

print "What is your name? ";
chomp(my $name = <STDIN>);
print "Pick a number: ";
chomp(my $number = <STDIN>);

printf "Hello, %s! %d squared is %d.\n", $name, $number, $number ** 2;
