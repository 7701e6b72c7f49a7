: hoard  begin 1000000 allocate throw 1000000 1 fill again ;
hoard
