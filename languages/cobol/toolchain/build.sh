# build.sh files -- flags: compiles the files as one program that begins at the first. The compiler tells free format from
# fixed by itself, and says so, with the lines it saw it by: no mistake, and nothing a person asked for. What it counts
# out at once, of constants alone, it counts in 64 bits and loses the rest of: the program does that right.
files=()
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

{
  cobc -x -fformat=auto -O2 -fsource-location -fno-constant-folding -o main "${files[@]}" /usr/local/lib/sandrun/live.o \
    /usr/local/lib/sandrun/cobol/quiet.o "$@" 2>&1 >&3 3>&- |
    awk '/: note: free format detected$/ { note = 1; next } note && /^ *[0-9]+ [>|]/ { next } { note = 0; print }' >&2
  exit "${PIPESTATUS[0]}"
} 3>&1
