use strict;
use warnings;
use lib '.';
use Greeting 'greet';

print greet('Ada'), "\n";
