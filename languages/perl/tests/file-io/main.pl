use autodie;

open my $out, '>', 'note.txt';
print $out 'written and read';
close $out;
open my $in, '<', 'note.txt';
print <$in>, "\n";
