my @hoard;
push @hoard, "x" x (1 << 20) . @hoard while 1;
