local names = { "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8" }
local missing = {}
for _, name in ipairs(names) do
  if type(require(name)) ~= "table" then missing[#missing + 1] = name end
end
for _, name in ipairs({ "collectgarbage", "load", "pcall", "rawget", "select", "setmetatable", "warn", "xpcall" }) do
  if type(_G[name]) ~= "function" then missing[#missing + 1] = name end
end
print(#missing == 0 and "all are there" or table.concat(missing, " "))
