#!/bin/sh
# Installs this checkout for the whole machine, or the next release over it. Run as root by `make install`.
#   1. program   a wheel of this checkout and exactly the packages of uv.lock, in PREFIX (default /opt/mayact)
#   2. command   /usr/local/bin/mayact
#   3. service   unit, user and directories; nothing is started, and no settings are written
# ROOT (default empty) goes before /usr/local and /etc, for packaging; with it no user is made.
set -eu
umask 022

PREFIX=${PREFIX:-/opt/mayact}
ROOT=${ROOT:-}
UV=${UV:-.venv/bin/uv}
here=$(dirname "$0")

if [ -z "$ROOT" ] && [ "$(id -u)" -ne 0 ]; then
    echo "install: it writes to $PREFIX and /etc, and only root may: sudo make install" >&2
    exit 1
fi

if [ ! -x "$PREFIX/bin/python" ]; then
    python=$(MAYACT_PYTHON=${MAYACT_PYTHON:-/usr/bin/python3} sh "$here/../../scripts/python.sh")
    "$python" -m venv "$PREFIX"
fi
if ! setpriv --reuid=65534 --regid=65534 --clear-groups "$PREFIX/bin/python" -c '' 2>/dev/null && [ "$(id -u)" -eq 0 ]; then
    echo "install: other users cannot run $PREFIX/bin/python; choose another PREFIX, or MAYACT_PYTHON=/usr/bin/python3" >&2
    exit 1
fi

echo "install: the program, in $PREFIX"  # 1
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
# As in the Makefile: an organisation's own certificate authority is in the system's store alone.
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=1
fi
"$UV" build --quiet --wheel --out-dir "$built"
"$UV" export --quiet --frozen --no-dev --no-emit-project --output-file "$built/requirements.txt"
"$UV" pip install --quiet --python "$PREFIX/bin/python" --require-hashes --requirements "$built/requirements.txt"
"$UV" pip install --quiet --python "$PREFIX/bin/python" --no-deps --reinstall "$built"/*.whl

install -d "$ROOT/usr/local/bin"  # 2
ln -sfn "$PREFIX/bin/mayact" "$ROOT/usr/local/bin/mayact"

install -d "$ROOT/etc/systemd/system" "$ROOT/etc/sysusers.d" "$ROOT/etc/tmpfiles.d"  # 3
install -m 0644 "$here/mayact.service" "$ROOT/etc/systemd/system/mayact.service"
install -m 0644 "$here/mayact.sysusers" "$ROOT/etc/sysusers.d/mayact.conf"
install -m 0644 "$here/mayact.tmpfiles" "$ROOT/etc/tmpfiles.d/mayact.conf"
if [ -z "$ROOT" ]; then
    systemd-sysusers /etc/sysusers.d/mayact.conf
    systemd-tmpfiles --create /etc/tmpfiles.d/mayact.conf
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
    fi
fi
echo "install: $("$PREFIX/bin/mayact" --version), user mayact, unit mayact.service; it is not started"
