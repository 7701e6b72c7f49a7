% Runs a program and says in which file and on which line an error is.
1;
function sandrun_fail(err)
  sandrun_figures();
  fflush(stdout);
  places = err.stack(! strncmp({err.stack.file}, "/usr/", 5));
  if (isempty(places))
    fprintf(stderr, "error: %s\n", err.message);
  else
    fprintf(stderr, "%s:%d: error: %s\n", places(1).file, places(1).line, err.message);
  end
  for place = places(:)'
    fprintf(stderr, "    %s at line %d column %d\n", place.name, place.line, place.column);
  end
  builtin("exit", 1);
end

% Before the folder is looked at, or every program would begin with a warning.
warning("off", "Octave:shadowed-function");
addpath("/usr/local/lib/sandrun/octave");
% Nobody looks at a window here. sandrun_figures() saves what is plotted.
warning("off", "Octave:gnuplot-graphics");
set(0, "defaultfigurevisible", "off");
try
  source(sandrun_words(){1});
catch sandrun_error
  sandrun_fail(sandrun_error);
end
sandrun_figures();
