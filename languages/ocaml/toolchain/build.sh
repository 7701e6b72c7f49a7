# build.sh files -- flags: compiles the files as one program, each after the modules it uses.
set -e
files=()
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

if ((${#files[@]} > 1)); then
  # Names come back in one line, a space or "\" in one of them behind a "\".
  IFS=' ' read -ra files <<<"$(ocamlfind ocamldep -sort "${files[@]}")"
fi
exec ocamlfind ocamlopt -package str,unix,threads.posix,zarith -linkpkg -g -O3 -o main \
  -I /usr/local/lib/sandrun/ocaml sandrun_live.cmx "$@" "${files[@]}"
