% The arguments of the program, without its own name.
function list = argv()
  list = builtin("argv")(2:end);
end
