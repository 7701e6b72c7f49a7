#!/usr/bin/env bash
# push-service.sh REGISTRY/PREFIX ARCHITECTURE: builds and pushes the images of the service and of its Docker proxy, each
# with a bill of materials and its provenance, and adds their tags to dist/tags-ARCHITECTURE.
set -euo pipefail
cd "$(dirname "$0")/../.."
registry=$1 architecture=$2
version=$(node -p 'JSON.parse(fs.readFileSync("service/package.json")).version')
mkdir -p dist
docker buildx create --use --driver-opt network=host >/dev/null
# push NAME DOCKERFILE FOLDER
push() {
  local tag="$registry/$1:$version-$architecture"
  docker buildx build --quiet --provenance=mode=max --sbom=true --file "$2" --tag "$tag" --push "$3"
  echo "$tag" >>"dist/tags-$architecture"
}
push service deploy/Dockerfile .
push socket-proxy deploy/socket-proxy/Dockerfile deploy/socket-proxy
