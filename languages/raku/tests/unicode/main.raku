my $größe = 'Grüße, 世界 🎉';
die if $größe.chars != 11;
say "$größe: {get}";
