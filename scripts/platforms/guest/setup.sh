#!/bin/bash
# In the guest: starts Docker and prints the facts of this platform, one a line.
set -eu
ln -sf /product/bin/node /usr/local/bin/node
chmod +x /product/sandrun/bin/sandrun.mjs
ln -sf /product/sandrun/bin/sandrun.mjs /usr/local/bin/sandrun
# The attacks on the network look for an address of the machine.
ip link add sandrun0 type dummy
ip addr add 192.0.2.1/24 dev sandrun0
ip link set sandrun0 up
mkdir -p /etc/docker
echo '{"runtimes":{"crun":{"path":"/usr/bin/crun"}}}' > /etc/docker/daemon.json
systemctl reset-failed docker docker.socket || true
systemctl restart docker
. /etc/os-release
echo "$PRETTY_NAME, Linux $(uname -r), cgroup v$(docker info -f '{{.CgroupVersion}}'), Docker $(docker info -f '{{.ServerVersion}}')"
