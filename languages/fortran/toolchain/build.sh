# build.sh files -- flags: compiles the files as one program, each after the modules it uses.
set -e
files=()
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

if ((${#files[@]} > 1)); then
  # Pairs of numbers, of a file and one that comes after it, for tsort.
  mapfile -t order < <(awk '
    FNR == 1 { count++; print count, count }
    { $0 = tolower($0) }
    match($0, /^ *(submodule *\( *[a-z0-9_]+|module +[a-z0-9_]+)/) {
      name = substr($0, RSTART, RLENGTH)
      if (name ~ /^ *submodule/) { sub(/.*\( */, "", name); used[count, name] }
      else { sub(/^ *module +/, "", name); if (name !~ /^(procedure|subroutine|function)$/) made[name] = count }
    }
    match($0, /^ *use *(, *(non_)?intrinsic *)?(:: *)?[ ,]*[a-z][a-z0-9_]*/) {
      name = substr($0, RSTART, RLENGTH)
      sub(/.*[^a-z0-9_]/, "", name)
      used[count, name]
    }
    END {
      for (use in used) {
        split(use, part, SUBSEP)
        if (part[2] in made && made[part[2]] != part[1]) print made[part[2]], part[1]
      }
    }' "${files[@]}" | tsort)
  sorted=()
  for number in "${order[@]}"; do sorted+=("${files[number - 1]}"); done
  # An empty file has no line to be counted by, and the numbers no longer fit.
  ((${#sorted[@]} == ${#files[@]})) && files=("${sorted[@]}")
fi
# The compiler knows newer Fortran by itself, but not a name that says so.
sources=()
for file in "${files[@]}"; do
  if [[ $file == *.f18 ]]; then sources+=(-x f95 "$file" -x none); else sources+=("$file"); fi
done
exec gfortran -O2 -Wall -o main "${sources[@]}" "$@"
