: divide  / ;

: fail  1 0 divide . ;
fail
