#!/bin/sh
# packages.sh NAME[:COMMAND]… makes sure of Debian packages: installs what is missing when root, else says exactly what
# is missing and exits 1. With a COMMAND, a package counts as present when the command is (wherever it came from).
set -eu

missing=
for wanted in "$@"; do
    package=${wanted%%:*}
    command=${wanted#*:}
    if [ "$command" != "$wanted" ] && command -v "$command" >/dev/null 2>&1; then
        continue
    fi
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "setup: missing system packages:$missing" >&2
    echo "setup: install them with: sudo apt-get install$missing" >&2
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "setup: missing programs, and no apt-get to install them:$missing" >&2
    exit 1
fi
echo "setup: installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of names
apt-get install -y -qq --no-install-recommends $missing
