#!/bin/sh
# Becomes a machine with Debian's own kernel, emulated by QEMU: no KVM is needed.
#   boot-debian.sh FOLDER: root/ is the root folder, *.img are the disks, share/ is /host in the guest
# With -no-reboot, panic=-1 ends QEMU as soon as the kernel fails.
# la57, smap, smep and pku are off because they slow emulation down.
set -eu
folder=$1
disk() { echo "-drive file=$folder/$1.img,format=raw,if=virtio,cache=unsafe"; }
exec qemu-system-x86_64 -name sandrun-guest -machine q35 -cpu max,la57=off,smap=off,smep=off,pku=off \
  -accel tcg,thread=multi,tb-size=1024 -smp "${GUEST_CPUS:-2}" -m "${GUEST_MEMORY:-5G}" \
  -kernel "$(echo "$folder"/root/boot/vmlinuz-*)" -initrd "$(echo "$folder"/root/boot/initrd.img-*)" \
  -append 'root=/dev/vda rw console=ttyS0 mitigations=off quiet systemd.show_status=0 net.ifnames=0 random.trust_cpu=on nowatchdog tsc=reliable panic=-1 hostname=sandrun-guest' \
  $(disk system) $(disk product) $(disk images) -device virtio-rng-pci -nic none \
  -virtfs "local,path=$folder/share,mount_tag=host,security_model=none,id=host" \
  -display none -monitor none -serial stdio -no-reboot
