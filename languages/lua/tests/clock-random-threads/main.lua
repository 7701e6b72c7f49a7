assert(os.time() > 1700000000)
assert(math.random() ~= math.random())

local sum = 0
local numbers = coroutine.wrap(function()
  for number = 1, 3 do coroutine.yield(number) end
end)
for number in numbers do sum = sum + number end
print("clock random " .. sum)
