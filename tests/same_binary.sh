#!/usr/bin/env bash
# The same source gives the same program: builds our own crate (again, where it is built), then once more, and compares the bytes.
# In one folder, with one toolchain; the dependencies are compiled once.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_INCREMENTAL=0
binary=${CARGO_TARGET_DIR:-target}/release/giaoban
build() {
    cargo build --release --locked --quiet --bin giaoban "$@"
    sha256sum <"$binary"
}
first=$(build "$@")
touch src/lib.rs src/main.rs
second=$(build "$@")
if [ "$first" != "$second" ]; then
    echo "two builds of the same source differ: $first $second"
    exit 1
fi
echo "two builds of the same source are the same: $first"
