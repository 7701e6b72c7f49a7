: show  begin next-arg dup while type cr repeat 2drop ;
show
