# build.sh entry arguments: compiles as tsc does. Where the entry's own JavaScript is not where the run begins, nothing is
# left of the rest either, so that the service says that compiling left no program.
entry=$1
shift
/usr/local/lib/typescript/tsc "$@" || exit
case $entry in
  *.mts) made=${entry%.mts}.mjs ;;
  *.cts) made=${entry%.cts}.cjs ;;
  *) made=${entry%.*}.js ;;
esac
[ -s "out/$made" ] || rm -rf out
