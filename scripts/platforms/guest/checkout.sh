#!/bin/sh
# Puts a checkout's files and its libraries into a folder, by hard links where possible.
#   checkout.sh CHECKOUT FOLDER
set -eu
into=$2
mkdir -p "$into"
cd "$1"
git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T - | tar -x -C "$into"
git ls-files '*package.json' | while read -r manifest; do
  folder=$(dirname "$manifest")
  [ -d "$folder/node_modules" ] || continue
  cp -al "$folder/node_modules" "$into/$folder/" 2> /dev/null || cp -a "$folder/node_modules" "$into/$folder/"
done
cp -a service/agent/build "$into/service/agent/"
