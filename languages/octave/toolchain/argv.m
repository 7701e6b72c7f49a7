% The arguments of the program, without its own name.
function list = argv()
  list = sandrun_words()(2:end);
end
