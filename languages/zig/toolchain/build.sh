#!/bin/sh
# Zig writes to its cache, and a sandbox can't write to the image's.
cp -r /opt/zig-cache /tmp/zig-cache
export ZIG_GLOBAL_CACHE_DIR=/tmp/zig-cache ZIG_LOCAL_CACHE_DIR=/tmp/zig-local
zig build-exe --name main --color off "$@"
status=$?
# The program has the disk for itself.
rm -rf /tmp/zig-cache /tmp/zig-local
exit $status
