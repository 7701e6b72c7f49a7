#!/bin/bash
# In the guest: runs each file NAME.cmd in /host/queue, and leaves its output in NAME.out and its exit code in NAME.rc.
export HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
cd /root
while :; do
  for file in /host/queue/*.cmd; do
    [ -e "$file" ] || continue
    name=${file%.cmd}
    mv "$file" "$name.now"
    (bash "$name.now" > "$name.out" 2>&1; echo $? > "$name.part"; mv "$name.part" "$name.rc") &
  done
  sleep 0.1
done
