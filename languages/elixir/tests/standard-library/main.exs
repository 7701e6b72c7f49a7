names = [Logger, Mix, EEx, ExUnit, IEx, Agent, Task, GenServer, Supervisor, Registry, DynamicSupervisor, Stream, Date, DateTime,
  Regex, URI, Base, Version, JSON, MapSet, Range, Calendar, Port, System, StringIO, OptionParser, Macro, Code]
IO.inspect(Enum.reject(names, &Code.ensure_loaded?/1))
