require random.fs

utime drop seed !
: check  rnd rnd <> utime 1700000000000000. d> and 0= if 1 (bye) then ;
check
." clock random" cr
