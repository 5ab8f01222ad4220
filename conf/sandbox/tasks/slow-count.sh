#!/bin/sh
# slow-count.sh SECONDS OUTPUT
set -eu
trap 'echo "asked to end after $count seconds"; exit 143' TERM
count=0
while [ "$count" -lt "$1" ]; do
    sleep 1 &
    wait $!
    count=$((count + 1))
    echo "$count"
done
echo "$count" > "$2"
