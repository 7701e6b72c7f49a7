# build.sh files -- flags: with a go.mod, builds the module in the work directory; without, the files as one program.
if [ -f go.mod ]; then
  while [ "$1" != "--" ]; do shift; done
  shift
  set -- "$@" .
else
  # Flags come first for the Go tool: each file goes to the end in its turn.
  while [ "$1" != "--" ]; do
    set -- "$@" "$1"
    shift
  done
  shift
fi
exec go build -o main "$@"
