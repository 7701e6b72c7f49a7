print("never seen")

local = 1
