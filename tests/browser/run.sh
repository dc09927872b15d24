#!/bin/sh
# Installs what the browser tests need and runs them on a report: tests/browser/run.sh [REPORT.html]
# Without one, on the report of this repository, and on the same in English where the program is built.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
report=${1:-"$here/../../reports/report.html"}
axe_version=4.11.0

missing=
command -v chromedriver >/dev/null && command -v chromium >/dev/null || missing="chromium chromium-driver"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
command -v npm >/dev/null || missing="$missing npm"
if [ -n "$missing" ]; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -q
    # shellcheck disable=SC2086 # a list of packages
    $as_root apt-get install -qy --no-install-recommends $missing
fi

tools=${TMPDIR:-/tmp}/giaoban-browser-$axe_version
axe=$tools/node_modules/axe-core/axe.min.js
[ -f "$axe" ] || npm install --silent --no-audit --no-fund --prefix "$tools" "axe-core@$axe_version"
python3 "$here/report.py" "$report" --axe "$axe"
program=${GIAOBAN:-"$here/../../target/release/giaoban"}
if [ $# = 0 ] && [ -x "$program" ]; then
    english=$(mktemp -d)
    "$program" report -o "$english" --lang en
    python3 "$here/report.py" "$english/report.html" --axe "$axe"
    rm -r "$english"
fi
