#!/bin/sh
# prefetch-hf-model.sh REPOSITORY ARTIFACT HUB INPUTS OUTPUTS
set -eu
repository=$1 artifact=$2 hub=$3 inputs=$4 outputs=$5

case $repository in
*[!A-Za-z0-9._/-]* | .* | /* | */ | */.* | */*/*)
    echo "'$repository' is no repository: owner/name is right" >&2
    exit 2
    ;;
*/*) ;;
*)
    echo "'$repository' is no repository: owner/name is right" >&2
    exit 2
    ;;
esac
if [ ! -d "$hub/$repository" ]; then
    echo "there is no repository $repository at the hub; it has:" >&2
    (cd "$hub" && ls -d -- */*) >&2
    exit 3
fi

mkdir "$outputs/model"
(cd "$hub/$repository" && find . -type f) | sort | while read -r file; do
    mkdir -p "$outputs/model/$(dirname "$file")"
    cp "$hub/$repository/$file" "$outputs/model/$file"
    echo "fetched ${file#./}, $(wc -c < "$outputs/model/$file") bytes"
done
cp "$inputs/inputs.json" "$outputs/model/prefetch.json"
printf '%s\n' "${artifact:-${repository#*/}}" > "$outputs/artifact_name"
