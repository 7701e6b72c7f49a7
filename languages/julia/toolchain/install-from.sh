#!/bin/sh
# Installs packages of an older suite, from the mirror this image uses already. What they need beyond that comes from
# the newer suite wherever it can.
set -eu
suite=$1
shift
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null \
  | sed -nE 's/^deb (\[[^]]*\] )?([^ ]+) trixie .*/\2/p; s/^URIs: *([^ ]+).*/\1/p' | grep -v security | head -n 1)
mirror=${mirror%/}
printf 'deb %s %s main\n' "$mirror" "$suite" "$mirror-security" "$suite-security" >/etc/apt/sources.list.d/old-suite.list
printf 'Package: *\nPin: release n=%s*\nPin-Priority: 90\n' "$suite" >/etc/apt/preferences.d/old-suite
install-packages "$@"
rm /etc/apt/sources.list.d/old-suite.list /etc/apt/preferences.d/old-suite
