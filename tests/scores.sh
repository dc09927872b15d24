#!/usr/bin/env bash
# Precision, recall and F1 of each layer on the marked articles beside the checkout, as the README gives them.
# Usage: tests/scores.sh [FOLDER with gold/ and seeds/, default ../shared]
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:-../shared}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
giaoban=${GIAOBAN:-target/release/giaoban}
score() {
    echo "-- $1"
    "$giaoban" -q extract "$3" --format jsonl -o "$out/$1.jsonl"
    python3 "$shared/gold/score.py" "$2" "$out/$1.jsonl"
}
score seeds "$shared/gold/seeds.jsonl" "$shared/seeds"
score dev "$shared/gold/dev/gold.jsonl" "$shared/gold/dev/texts"
score clusters "$shared/gold/clusters/gold.jsonl" "$shared/gold/clusters/articles.jsonl"
echo "-- joining of the clusters"
GIAOBAN="$giaoban" python3 tests/joined.py "$shared"
