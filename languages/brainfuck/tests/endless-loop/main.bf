Echoes four bytes and hangs

,.,.,.,. +[]
