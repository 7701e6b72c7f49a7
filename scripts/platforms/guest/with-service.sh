#!/bin/bash
# In the guest: runs a command while a service listens on port 8080, and ends the service.
#   with-service.sh COMMAND…
cd /root
SANDRUN_WARM=none SANDRUN_LOG_LEVEL=warn PORT=8080 sandrun serve 2> /root/service.log &
service=$!
# For a command that kills it.
export SERVICE=$service
until grep -q 'listens on' /root/service.log; do
  kill -0 $service || { cat /root/service.log >&2; exit 1; }
  sleep 0.2
done
"$@"
code=$?
kill -TERM $service
wait $service
left=$(docker ps -aq | wc -l)
[ "$left" = 0 ] || { echo "$left containers are left" >&2; exit 1; }
exit $code
