BEGIN { while (1) hoard[++count] = sprintf("%1048576d", 1) }
