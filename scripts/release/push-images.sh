#!/usr/bin/env bash
# push-images.sh REGISTRY/PREFIX ARCHITECTURE WHICH…: pushes built images, each with a bill of materials and its
# provenance, and writes their tags to dist/tags-ARCHITECTURE. WHICH are the arguments of "sandrun lang push".
set -euo pipefail
cd "$(dirname "$0")/../.."
registry=$1 architecture=$2
shift 2
mkdir -p dist
node bin/sandrun.mjs lang push "$registry" "$@" --suffix "-$architecture" >"dist/tags-$architecture"
# BuildKit attaches both to an image that it builds; this one is the pushed image unchanged, labels included.
docker buildx create --use --driver-opt network=host >/dev/null
while read -r tag; do
  echo "FROM $tag" | docker buildx build --quiet --provenance=mode=max --sbom=true --tag "$tag" --push -
done <"dist/tags-$architecture"
