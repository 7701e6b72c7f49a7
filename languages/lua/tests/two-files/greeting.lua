return {
  greet = function(name) return ("Hello, %s!"):format(name) end,
}
