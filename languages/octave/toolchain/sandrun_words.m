% The program and its arguments.
function list = sandrun_words()
  persistent words;
  if (isempty(words))
    mlock();
    words = builtin("argv");
    if (strcmp(words{end}, "/.sandrun/handover"))
      words = take_over();
    end
  end
  list = words;
end

% Those of a program that comes once this runtime is up: service/agent/README.md, "A runtime that waits".
function words = take_over()
  file = fopen("/.sandrun/handover");
  strings = strsplit(fread(file, Inf, "char=>char")', "\0", "CollapseDelimiters", false);
  fclose(file);
  % The environment is the program's now, without what Octave itself has set there as it started.
  EXEC_PATH(EXEC_PATH());
  for name = {"LC_NUMERIC", "LC_TIME"}
    if (isempty(getenv(name{1})))
      setenv(name{1}, "C");
    end
  end
  words = strings(2:1 + str2double(strings{1}))';
  words(cellfun("isempty", words)) = {""};
  words = words(find(strcmp(words, "/usr/local/lib/sandrun/run.m"), 1) + 1:end);
end
