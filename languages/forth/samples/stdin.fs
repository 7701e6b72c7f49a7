create name 80 allot
variable length
create answer 20 allot

." What is your name? "
name 80 accept length !
." Pick a number: "
answer 20 accept answer swap s>number drop

." Hello, " name length @ type ." ! " dup 0 .r ."  squared is " dup * 0 .r ." ." cr
