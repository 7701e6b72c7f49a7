my $name = prompt 'What is your name? ';
my $number = prompt('Pick a number: ').Int;

say "Hello, $name! $number squared is {$number²}.";
