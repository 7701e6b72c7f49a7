#!/bin/bash
# In the guest: starts a second Docker, without root, as the user sandrun (1000), and copies the images into it.
set -eu
# As docs/operations.md says for user namespaces.
sysctl -q fs.inotify.max_user_instances=1048576
useradd --create-home --uid 1000 sandrun
loginctl enable-linger sandrun
run=/run/user/1000
until [ -S $run/bus ]; do sleep 0.2; done
# Delegate: it makes a cgroup for each sandbox.
setpriv --reuid 1000 --regid 1000 --clear-groups env -i HOME=/home/sandrun USER=sandrun PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  XDG_RUNTIME_DIR=$run DBUS_SESSION_BUS_ADDRESS=unix:path=$run/bus \
  systemd-run --quiet --user --unit docker --property Delegate=yes --setenv PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /usr/share/docker.io/contrib/dockerd-rootless.sh
tries=0
until docker -H unix://$run/docker.sock info > /dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 600 ] || { journalctl --no-pager _UID=1000 | tail -20; exit 1; }
  sleep 0.2
done
docker save $(docker images --format '{{.Repository}}' | sort -u) | docker -H unix://$run/docker.sock load -q
