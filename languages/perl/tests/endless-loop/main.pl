print "read ", scalar <STDIN>;
1 while 1;
