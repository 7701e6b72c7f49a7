#!/bin/sh
# Makes a folder with Debian's perl for arm64, what it loads, and a kernel (boot/vmlinuz). It uses this machine's package
# mirrors, and changes nothing of its package system.
#   files.sh FOLDER
set -eu
root=$1
work=$root.apt
rm -rf "$work" "$root.part"
mkdir -p "$work/lists/partial" "$work/archives/partial" "$root.part/boot"
: > "$work/status"
# Check-Date: this machine's clock may be ahead of the mirror's.
set -- -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$work" -o Dir::State::lists="$work/lists" \
  -o Dir::State::status="$work/status" -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" \
  -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false -o Acquire::Retries=3
apt-get "$@" update
kernel=$(apt-cache "$@" depends linux-image-cloud-arm64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p')
cd "$work/archives"
apt-get "$@" download perl-base libc6 libcrypt1 "$kernel"
mv linux-image-*.deb ../kernel.deb
for package in ./*.deb; do dpkg-deb --extract "$package" "$root.part"; done
dpkg-deb --fsys-tarfile ../kernel.deb | tar -x -O --wildcards './boot/vmlinuz-*' > "$root.part/boot/vmlinuz"
cd /
rm -rf "$work"
mv "$root.part" "$root"
