puts [join $argv \n]
