def hoard = []
while (true) hoard << new byte[1 << 20]
