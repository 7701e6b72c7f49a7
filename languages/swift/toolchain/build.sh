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
exec swiftc -O -module-name main -module-cache-path /tmp/modules -o main "${files[@]}" /usr/local/lib/sandrun/live.o "$@"
