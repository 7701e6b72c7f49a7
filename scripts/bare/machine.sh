#!/bin/sh
# The first process of the bare machine: mounts what a machine has, and waits. In new mount and process namespaces.
set -eu
root=$1
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
ip link set lo up
echo up
exec sleep infinity
