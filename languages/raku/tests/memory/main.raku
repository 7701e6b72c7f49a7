my @hoard;
loop { @hoard.push: buf8.allocate(1_000_000, 1) }
