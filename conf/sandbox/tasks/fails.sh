#!/bin/sh
# fails.sh STATUS REASON
set -eu
echo "trying hard"
printf 'cannot go on: %s\n' "$2" >&2
exit "$1"
