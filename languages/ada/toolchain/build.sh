# build.sh files -- flags: any unit in any file, as one program that begins at the entry's last unit. gnatchop puts each
# unit into a file of the name GNAT looks for, and notes where it came from, so that messages name the true place.
set -e
files=()
while [[ $1 != -- ]]; do
  # gnatchop miscounts the lines of a program that is one line without an end.
  [[ -f $1 && $(wc -l <"$1") -eq 0 ]] && echo >>"$1"
  # What GNAT notes of a file has no place for a space in its name.
  [[ $1 == *' '* ]] && cp --no-clobber "$1" "${1// /_}"
  files+=("${1// /_}")
  shift
done
shift

units=/tmp/units
mkdir -p "$units"
# It says "splitting" and then the names of the units, one to a line.
main=$(gnatchop -w -r "${files[0]}" "$units" | sed -n 's/^   *//p' | tail -n 1)
[[ -n $main ]] || exit 1
if ((${#files[@]} > 1)); then
  gnatchop -q -w -r "${files[@]:1}" "$units"
fi
program=$PWD/main
cd "$units"
exec gnatmake -q -gnat2022 -O2 -o "$program" "$main" "$@" -largs /usr/local/lib/sandrun/live.o
