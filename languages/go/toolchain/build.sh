# build.sh files -- flags: with a go.mod, builds the module in the work directory; without, the files as one program.
entry=$1
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
# A folder that is sent whole may hold what was built of it elsewhere, and Go writes over nothing else than a program.
[ -f main ] && rm -f main
go build -o main "$@" || exit
# Of any other package an archive comes of it, and that is no program. Where nothing comes, the service says so.
if [ -e main ] && [ "$(head -c 4 main 2>/dev/null)" != "$(printf '\177ELF')" ]; then
  line=$(grep -n -m 1 '^package' "$entry" | cut -d : -f 1)
  echo "./$entry:${line:-1}:1: this is no program: it has to be \"package main\", with a func main" >&2
  rm -rf main
  exit 1
fi
