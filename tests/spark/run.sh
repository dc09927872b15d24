#!/bin/sh
# Installs what the Spark tests need and runs them: tests/spark/run.sh
# PySpark brings Spark (450 MB, downloaded once); it needs a Java runtime of version 17 or later.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
environment=$here/../../target/spark-python
python=$environment/bin/python
[ -x "$python" ] || python3 -m venv "$environment"
"$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
if ! command -v java >/dev/null; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -q
    $as_root apt-get install -qy --no-install-recommends openjdk-17-jre-headless ||
        $as_root apt-get install -qy --no-install-recommends default-jre-headless
fi
"$python" "$here/test_job.py"
