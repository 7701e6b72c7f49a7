let trillion = 1_000_000_000_000
let wide = trillion.multipliedFullWidth(by: trillion)
print(wide.high, wide.low)
print(0.1 + 0.2)
print(trillion &* trillion)
print(Int.max &+ 1)
print(trillion.multipliedReportingOverflow(by: trillion).overflow, 7 / 2, -7 % 3)
