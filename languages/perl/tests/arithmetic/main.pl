use strict;
use warnings;
use Math::BigInt;

print Math::BigInt->new(1000000000000) * 1000000000000, "\n";
print Math::BigInt->new(2) ** 100, "\n";
print Math::BigInt->new("9223372036854775807") + 1, "\n";
printf "%.17g\n", 0.1 + 0.2;
print 1000000000000 * 1000000000000, " ", 9223372036854775807 + 1, " ", 2 ** 53 + 1, " ", -7 % 3, "\n";
