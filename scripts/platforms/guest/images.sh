#!/bin/sh
# Loads images into the folder of the guest's Docker. That Docker runs here for this, as it would take minutes in the
# guest: without network, in its own mount and process namespaces, and without containers. As root.
#   images.sh ROOT DATA IMAGES: ROOT is the guest's root folder, DATA its /var/lib/docker, IMAGES from docker save
set -eu
root=$1 data=$2 images=$3
export root data images
exec unshare --mount --net --pid --fork --kill-child --propagation private sh -euc '
  # docker load needs a root that is a mount.
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --bind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/run"
  mount -t tmpfs tmpfs "$root/tmp"
  mount --bind "$data" "$root/var/lib/docker"
  touch "$root/tmp/images.tar"
  mount --bind "$images" "$root/tmp/images.tar"
  exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -euc "
    dockerd --bridge none --iptables=false --ip6tables=false --ip-forward=false > /tmp/dockerd.log 2>&1 &
    tries=0
    until docker info > /dev/null 2>&1; do
      tries=\$((tries + 1))
      [ \$tries -lt 300 ] || { cat /tmp/dockerd.log >&2; exit 1; }
      sleep 0.2
    done
    docker load -q -i /tmp/images.tar
    kill \$!
    wait \$! || true
  "
'
