% The other name of exit().
function quit(varargin)
  exit(varargin{:});
end
