#!/usr/bin/env bash
# The same source gives the same program, with one toolchain and one CARGO_HOME (whose path stands in the messages of dependencies).
#   tests/same_binary.sh [OPTION OF CARGO…]   builds our own crate (again, where it is built), then once more, and compares the
#                                             bytes; the dependencies are compiled once
#   tests/same_binary.sh --elsewhere          the example `records` from two copies in folders of other names, all of it compiled
#                                             in each
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_INCREMENTAL=0

compare() {
    if [ "$1" != "$2" ]; then
        echo "two builds of the same source differ: $1 $2"
        exit 1
    fi
    echo "two builds of the same source are the same: $1"
}

if [ "${1:-}" = --elsewhere ]; then
    unset CARGO_TARGET_DIR
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    elsewhere() {
        mkdir -p "$folder/$1"
        git archive HEAD | tar -x -C "$folder/$1"
        (cd "$folder/$1" && cargo build --release --locked --quiet --no-default-features --example records &&
            sha256sum <target/release/examples/records)
    }
    first=$(elsewhere here)
    second=$(elsewhere somewhere/else)
    compare "$first" "$second"
    exit
fi

binary=${CARGO_TARGET_DIR:-target}/release/giaoban
build() {
    cargo build --release --locked --quiet --bin giaoban "$@"
    sha256sum <"$binary"
}
first=$(build "$@")
touch src/lib.rs src/main.rs
second=$(build "$@")
compare "$first" "$second"
