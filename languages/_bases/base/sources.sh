#!/bin/sh
# The official image knows trixie-updates and -security; one made by debootstrap only trixie. Adds what is absent,
# on whatever mirror the image already uses, so that a company's own mirror is never left.
set -eu
cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null >/tmp/sources || true
mirror=$(sed -nE 's/^deb (\[[^]]*\] )?([^ ]+) trixie .*/\2/p; s/^URIs: *([^ ]+).*/\1/p' /tmp/sources | grep -v security | head -n 1)
mirror=${mirror%/}
add() {
  grep -qE "(^|[ ])$2( |\$)" /tmp/sources || echo "deb $1 $2 main" >>/etc/apt/sources.list.d/sandrun.list
}
add "$mirror" trixie-updates
add "$mirror-security" trixie-security
add "$mirror" trixie-backports
rm /tmp/sources
