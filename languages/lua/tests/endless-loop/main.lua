print("read " .. io.read())
while true do end
