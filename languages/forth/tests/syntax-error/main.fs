." seen" cr

: broken zork ;
