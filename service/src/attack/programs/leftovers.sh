# Leaves behind all it can, or reports what an earlier case left. Its standard input says which.
read -r what
if [ "$what" = plant ]; then
  for folder in /work /tmp /dev/shm; do echo evil >"$folder/planted"; mkdir -p "$folder/.config"; done
  ln -s /etc/passwd /work/link
  mkfifo /tmp/pipe
  ipcmk -M 4096 -S 2 -Q >/dev/null || exit
  (setsid sh -c 'trap "" TERM HUP; while :; do sleep 1; done' </dev/null >/dev/null 2>&1 &)
  export LEFT=behind
  chmod 000 /work /tmp
  echo planted
else
  find /work /tmp /dev/shm -mindepth 1 ! -name 'main.sh'
  for comm in /proc/[0-9]*/comm; do read -r name <"$comm" && case $name in init|bash|find) ;; *) echo "$name" ;; esac; done
  [ -z "$LEFT" ] || echo 'a variable'
  # Their first lines are headings.
  for kind in shm sem msg; do tail -n +2 "/proc/sysvipc/$kind" | sed "s/^/IPC: $kind /"; done
  exit 0
fi
