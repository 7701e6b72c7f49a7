#!/bin/sh
# Makes the guest's root folder: Debian 13 with systemd, Docker and a user-mode kernel. As root.
#   root.sh FOLDER
# Uses this machine's package mirrors and apt options.
set -eu
root=$1
packages=systemd-sysv,dbus,udev,kmod,user-mode-linux,docker.io,docker-cli,iptables,crun,iproute2,netbase,procps
packages=$packages,ca-certificates,gcc,libc6-dev,make,python3-minimal

# Check-Date: this machine's clock may be ahead of the mirror's.
mmdebstrap --variant=minbase --mode=root --aptopt='APT::Install-Recommends "false"' \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
  --include="$packages" trixie "$root.part"

cd "$root.part"
echo sandrun-guest > etc/hostname
printf '127.0.0.1 localhost sandrun-guest\n' > etc/hosts
# hostfs of Linux 6.12 takes the host's folder as an option; the device name is ignored.
printf '/dev/ubda / ext4 defaults,noatime 0 1\n/dev/ubdb /product ext4 defaults,noatime 0 0\nnone /host hostfs defaults,hostfs=/mnt/share,nofail 0 0\n' > etc/fstab
mkdir -p host product mnt/share mnt/guest
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
