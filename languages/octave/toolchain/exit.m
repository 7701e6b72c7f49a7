% Ends the program with what is plotted saved first: Octave closes its figures before anything of atexit().
function exit(varargin)
  sandrun_figures();
  builtin("exit", varargin{:});
end
