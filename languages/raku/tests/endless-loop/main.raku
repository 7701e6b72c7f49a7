say "read " ~ get;
loop {}
