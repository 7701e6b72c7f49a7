# Replaces the results to collect: by links, a pipe, folders that are links, and a file that keeps changing.
cd /work
echo mine >mine
echo mine >plain
ln -s /etc/passwd link
ln -s /etc etc
ln -s . loop
ln /etc/passwd hard 2>/dev/null
mkfifo pipe
mknod disk b 7 0 2>/dev/null
(trap '' TERM HUP
  while :; do
    ln -sfn /etc/passwd swap; rm -f swap; echo mine >swap
    mv plain other 2>/dev/null; ln -s /etc/passwd plain; rm -f plain; mv other plain
  done) >/dev/null 2>&1 &
sleep 0.3
