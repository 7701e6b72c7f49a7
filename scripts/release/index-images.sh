#!/usr/bin/env bash
# index-images.sh FILE…: of the tags in each file, one file for an architecture, makes the tag that names all of them. With DRY_RUN=true it only says so.
set -euo pipefail
cat "$@" | sed -E 's/-(amd64|arm64)$//' | sort -u | while read -r tag; do
  # What has been built for one of them only is found by that one.
  mapfile -t parts < <(cat "$@" | grep -E "^$tag-(amd64|arm64)$")
  echo "$tag = ${parts[*]}"
  if [ "${DRY_RUN:-false}" != true ]; then docker buildx imagetools create --tag "$tag" "${parts[@]}"; fi
done
