println("read ", readline())
while true end
