println("seen")

x = = 1
