#!/usr/bin/env bash
# index-images.sh FILE…: from the tags in the files, one file per architecture, makes tags that name all of them. With
# DRY_RUN=true it only prints them.
set -euo pipefail
cat "$@" | sed -E 's/-(amd64|arm64)$//' | sort -u | while read -r tag; do
  # A tag built for only one architecture names only that one.
  mapfile -t parts < <(cat "$@" | grep -E "^$tag-(amd64|arm64)$")
  echo "$tag = ${parts[*]}"
  if [ "${DRY_RUN:-false}" != true ]; then docker buildx imagetools create --tag "$tag" "${parts[@]}"; fi
done
