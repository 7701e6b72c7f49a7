# build.sh files -- flags: assembles each file with the flags and links them: with the C library if one of them begins
# at main or asks for what none of them defines, and by themselves if not.
set -e
files=()
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

objects=()
for file in "${files[@]}"; do
  objects+=("/tmp/${#objects[@]}.o")
  # One after the other to the end, so that the mistakes of every file are told.
  nasm -f elf64 "$@" -o "${objects[-1]}" "$file" || failed=1
done
[[ -z $failed ]] || exit 1

defined=$(nm -g --defined-only -j "${objects[@]}")
if ! grep -qx _start <<<"$defined"; then
  exec gcc -no-pie -z noexecstack -o main "${objects[@]}" /usr/local/lib/sandrun/live.o -lm
elif nm -u -j "${objects[@]}" | grep . | grep -v ':$' | grep -qvxFf <(echo "$defined"); then
  exec gcc -nostartfiles -no-pie -z noexecstack -o main "${objects[@]}" -lm
else
  exec ld -z noexecstack -o main "${objects[@]}"
fi
