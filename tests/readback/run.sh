#!/bin/sh
# Installs what the read-back tests need and runs them: tests/readback/run.sh [PYTHON of an environment to install into]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${1:-}
if [ -z "$python" ]; then
    python3 -m venv "$here/../../target/python"
    python="$here/../../target/python/bin/python"
fi
"$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
# Another package than the spreadsheet may have brought soffice.
if ! command -v soffice >/dev/null || ! dpkg -s libreoffice-calc >/dev/null 2>&1; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -q
    $as_root apt-get install -qy --no-install-recommends libreoffice-calc
fi
"$python" "$here/test_files.py"
"$python" "$here/test_terminal.py"
