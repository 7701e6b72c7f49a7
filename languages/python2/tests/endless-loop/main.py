print "read", raw_input()
while True:
    pass
