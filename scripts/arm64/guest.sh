#!/bin/sh
# Writes a command that boots the kernel for arm64 with the agent as its first process. The agent's frames go through
# the command's stdin and stdout.
#   guest.sh FILES BUILD QEMU: FILES is the folder of files.sh, BUILD has the agent; the command is BUILD/guest
set -eu
files=$1
build=$2
qemu=$3
root=$build/root
rm -rf "$root"
mkdir -p "$root/.sandrun"
cp -a "$files/lib" "$files/usr" "$root"
rm -rf "$root/usr/share"
cp "$build/first" "$root/init"
cp "$build/init" "$build/handover.so" "$root/.sandrun/"
(cd "$root" && find . | cpio -o -H newc --quiet) > "$build/root.cpio"
# The agent has the serial port: the kernel's messages go to a console that does not exist.
cat > "$build/guest" <<COMMAND
#!/bin/sh
exec $qemu -M virt -cpu max -m 512 -nographic -nodefaults -no-reboot -serial stdio \\
  -kernel $files/boot/vmlinuz -initrd $build/root.cpio -append 'console=tty0 quiet panic=-1'
COMMAND
chmod +x "$build/guest"
