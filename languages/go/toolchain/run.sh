# Go doubles its heap before it collects, and would be killed for garbage: told its limit, it collects in time.
for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  [ -r "$file" ] && read -r limit <"$file" && [ "$limit" != max ] && export GOMEMLIMIT=$((limit / 10 * 9))
done
exec ./main "$@"
