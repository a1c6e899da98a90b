#!/bin/sh
# Prints a Python >= 3.11 that can make virtual environments; installs Debian's `python3-venv` when that is all that is
# missing and we are root. Exits 1 saying exactly what is missing otherwise.
set -eu

found=
for candidate in ${MAYACT_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        found=$(command -v "$candidate")
        break
    fi
done
if [ -z "$found" ]; then
    echo "setup: no Python >= 3.11 on the search path; install Python 3.11 or name one: MAYACT_PYTHON=/path make setup" >&2
    exit 1
fi
# Debian ships venv without ensurepip; only the package brings it.
if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    sh "$(dirname "$0")/packages.sh" "python$version-venv" >&2
    "$found" -c 'import ensurepip, venv' || exit 1
fi
echo "$found"
