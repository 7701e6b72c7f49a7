: größe  ." Grüße, 世界 🎉: " ;
größe
pad 80 stdin read-line throw drop pad swap type cr
