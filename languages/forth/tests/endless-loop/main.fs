: forever  begin again ;
create line 20 allot
line 20 accept ." read " line swap type cr
forever
