local hoard = {}
while true do hoard[#hoard + 1] = ("x"):rep(1 << 20) .. #hoard end
