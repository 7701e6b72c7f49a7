#!/bin/sh
# Puts a checkout's files, its libraries and Node into a folder, by hard links where possible.
#   stage.sh CHECKOUT FOLDER NODE
set -eu
checkout=$1
into=$2/sandrun
mkdir -p "$into" "$2/bin"
cd "$checkout"
git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$into"
git ls-files '*package.json' | while read -r manifest; do
  folder=$(dirname "$manifest")
  [ -d "$folder/node_modules" ] || continue
  cp -al "$folder/node_modules" "$into/$folder/" 2> /dev/null || cp -a "$folder/node_modules" "$into/$folder/"
done
cp "$3" "$2/bin/node"
