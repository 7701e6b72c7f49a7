#!/bin/sh
# Makes the guest's root folder: Debian 13 with systemd, Docker, Debian's kernel and a user-mode kernel. As root.
#   root.sh FOLDER
# Uses this machine's package mirrors and apt options.
set -eu
root=$1
packages=systemd-sysv,dbus,udev,kmod,user-mode-linux,docker.io,docker-cli,iptables,crun,iproute2,netbase,procps
packages=$packages,ca-certificates,linux-image-amd64,initramfs-tools,zstd,apparmor
# For the agent's tests.
packages=$packages,gcc,libc6-dev,python3-minimal
# For Docker without root.
packages=$packages,dbus-user-session,uidmap,rootlesskit,slirp4netns

# Check-Date: this machine's clock may be ahead of the mirror's.
mmdebstrap --variant=minbase --mode=root --aptopt='APT::Install-Recommends "false"' \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
  --include="$packages" trixie "$root.part"

cd "$root.part"
echo sandrun-guest > etc/hostname
printf '127.0.0.1 localhost sandrun-guest\n' > etc/hosts
printf 'LABEL=system / ext4 defaults,noatime 0 1\nLABEL=product /product ext4 defaults,noatime 0 0\nLABEL=images /var/lib/docker ext4 defaults,noatime 0 0\n' > etc/fstab
mkdir -p host product var/lib/docker mnt/share mnt/guest
# A small initrd: an emulated processor unpacks 10 MB in a second.
printf 'MODULES=list\nCOMPRESS=zstd\n' > etc/initramfs-tools/conf.d/small
printf 'virtio_pci\nvirtio_blk\next4\n' > etc/initramfs-tools/modules
chroot . env PATH=/usr/sbin:/usr/bin:/sbin:/bin update-initramfs -u -k all > /dev/null
# The user-mode kernel has no nf_tables for IPv4, and dockerd does not start without iptables.
chroot . update-alternatives --set iptables /usr/sbin/iptables-legacy > /dev/null
chroot . update-alternatives --set ip6tables /usr/sbin/ip6tables-legacy > /dev/null
version=$(basename "$(echo usr/lib/uml/modules/*)")
mkdir -p "lib/modules/$version"
cp -a "usr/lib/uml/modules/$version/." "lib/modules/$version/"
chroot . depmod "$version"
for unit in apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer dpkg-db-backup.timer \
  systemd-timesyncd.service getty@tty1.service serial-getty@ttyS0.service; do
  ln -sf /dev/null "etc/systemd/system/$unit"
done
install -m 0755 "$(dirname "$0")/queue.sh" usr/local/sbin/sandrun-queue
cat > etc/systemd/system/sandrun-queue.service <<'UNIT'
[Unit]
Description=Runs the commands that the host puts into /host/queue
After=multi-user.target
[Service]
ExecStart=/usr/local/sbin/sandrun-queue
KillMode=process
LimitNOFILE=65536
[Install]
WantedBy=multi-user.target
UNIT
ln -s ../sandrun-queue.service etc/systemd/system/multi-user.target.wants/sandrun-queue.service
cd /
mv "$root.part" "$root"
