HAI 1.2
  I HAS A CAT ITZ "Ceiling"
  VISIBLE SMOOSH CAT AN " " AN "Cat" MKAY ":>|::|:"|:[SNOWMAN]|:(41)|:{CAT}" ...
    " goes on"
  VISIBLE "no line "!, VISIBLE "break" BTW a comment
  OBTW
    VISIBLE "never"
  TLDR
  VISIBLE "BTW stays, and so ... does this"
KTHXBYE
