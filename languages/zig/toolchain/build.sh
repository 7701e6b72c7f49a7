#!/bin/sh
# Zig writes to its cache, and a sandbox can't write to the image's.
cp -r /opt/zig-cache /tmp/zig-cache
export ZIG_GLOBAL_CACHE_DIR=/tmp/zig-cache ZIG_LOCAL_CACHE_DIR=/tmp/zig-local
exec zig build-exe -O ReleaseSafe --name main --color off "$@"
