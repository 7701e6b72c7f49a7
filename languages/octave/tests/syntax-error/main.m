disp("never seen")

x = = 1
