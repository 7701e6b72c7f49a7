# build.sh files -- flags: compiles the files as one program. The compiler takes a precompiled header only as the first
# thing it reads, and most programs begin with another. One that every file includes by itself, behind nothing but comments
# and other headers of the standard library, is read first then, which means the same.
files=()
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

# The headers a file begins with, up to the first line that may change what they mean.
first_headers() {
  awk '
    { gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, ""); sub(/\/\/.*/, "") }
    comment { if (!/\*\//) next; comment = 0; sub(/.*\*\//, "") }
    /\/\*/ { comment = 1; sub(/\/\*.*/, "") }
    /^[[:space:]]*$/ { next }
    !/^[[:space:]]*#[[:space:]]*include[[:space:]]*<([a-z_0-9.]+|bits\/stdc\+\+\.h)>[[:space:]]*$/ { exit }
    { gsub(/.*<|>.*/, ""); print }' "$1"
}

precompiled=(bits/stdc++.h iostream)
for file in "${files[@]}"; do
  begins=$'\n'$(first_headers "$file")$'\n'
  common=()
  for header in "${precompiled[@]}"; do [[ $begins == *$'\n'"$header"$'\n'* ]] && common+=("$header"); done
  precompiled=("${common[@]}")
done
exec g++ -std=gnu++23 -O2 -Wall ${precompiled:+-include "${precompiled[0]}"} -o main "${files[@]}" \
  /usr/local/lib/sandrun/live.o "$@"
