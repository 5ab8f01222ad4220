#!/bin/sh
# build-image.sh SANDBOX SPEC CONTEXT IMAGE UPLOADS OUTPUTS
set -eu
if [ -n "$3" ]; then
    echo "the sandbox builds images from packages alone, not with the files at $3" >&2
    exit 2
fi
"$1" --dockerfile-of "$2" "$5" > "$6/dockerfile"
printf '%s\n' "$4" > "$6/fully_qualified_image"
echo "the Dockerfile of $4:"
cat "$6/dockerfile"
