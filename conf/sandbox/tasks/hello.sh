#!/bin/sh
# hello.sh NAME TIMES OUTPUT
set -eu
if [ "$2" -gt 1000 ]; then
    echo "$2 greetings are too many, 1000 are the most" >&2
    exit 2
fi
count=0
while [ "$count" -lt "$2" ]; do
    printf 'Hello, %s!\n' "$1"
    count=$((count + 1))
done > "$3"
echo "greeted $1 $2 times"
