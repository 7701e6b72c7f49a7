#!/bin/sh
# Becomes the guest's kernel: user-mode Linux, in its own mount namespace and in the guest's root folder, since it needs
# a newer libc than some hosts have.
#   boot-user-mode.sh FOLDER: root/ is the root folder, *.img are the disks, share/ is /host in the guest
set -eu
folder=$1
export folder
exec unshare --mount --propagation private sh -c '
  mount --bind "$folder/share" "$folder/root/mnt/share"
  mount --bind "$folder" "$folder/root/mnt/guest"
  mount -t proc proc "$folder/root/proc"
  mount --bind /dev "$folder/root/dev"
  mount -t tmpfs -o size=90%,mode=1777 tmpfs "$folder/root/tmp"
  exec chroot "$folder/root" env -i TMPDIR=/tmp HOME=/root PATH=/usr/bin:/bin /usr/bin/linux.uml \
    mem="${GUEST_MEMORY:-5G}" ubda=/mnt/guest/system.img ubdb=/mnt/guest/product.img ubdc=/mnt/guest/images.img root=/dev/ubda rw con=null con0=null,fd:1 ssl=null \
    umid=sandrun uml_dir=/tmp/uml quiet systemd.show_status=0 apparmor=0 hostname=sandrun-guest
'
