# go build [flags] -- files: with a go.mod, the module in the work directory; without, the files as one program.
flags=""
while [ "$1" != "--" ]; do
  flags="$flags $1"
  shift
done
shift
[ -f go.mod ] && set -- .
# shellcheck disable=SC2086 -- flags of the Go tool hold no spaces
exec go build $flags -o main "$@"
