die 'clock' if time < 1_700_000_000;
die 'random' if rand == rand;

my @promises = (1 .. 3).map: -> $number { start $number };
say "clock random {[+] await @promises}";
