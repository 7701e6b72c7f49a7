# build.sh files -- flags: compiles the files as one program. A lone file is taken for a script unless told that it
# begins at a type marked @main.
set -e
files=()
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

if grep -qsE '^[[:space:]]*@main\b' "${files[@]}"; then set -- -parse-as-library "$@"; fi
# The library of Observation names a function that no library has, and that nothing calls.
exec swiftc -O -Xlinker --allow-shlib-undefined -module-name main -module-cache-path /tmp/modules -o main "${files[@]}" /usr/local/lib/sandrun/live.o "$@"
