print(table.concat(arg, "\n"))
