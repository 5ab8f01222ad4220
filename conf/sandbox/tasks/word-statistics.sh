#!/bin/sh
# word-statistics.sh TEXT-FILE MOST-FREQUENT OUTPUT-FOLDER
# The text is read from its file: an argument could not hold a long one.
set -eu
text=$1 most=$2 out=$3
export LC_ALL=C

awk 'END { print NR }' "$text" > "$out/lines"
LC_ALL=C.UTF-8 wc -m < "$text" > "$out/characters"

# One word a line. Bytes over 127 belong to words, so that no letter is lost; apostrophes and dashes inside words stay.
tr -sc "A-Za-z0-9'\\200-\\377-" '\n' < "$text" | sed "s/^['-]*//; s/['-]*\$//" | grep . > words || true
# The same with one byte a character: without the bytes that continue one.
tr -d '\200-\277' < words > shapes

awk 'END { print NR }' words > "$out/words"
awk '{ n += length($0) } END { printf "%.4f\n", NR ? n / NR : 0 }' shapes > "$out/average_length"
# In quotes a text that looks like a number stays a text.
paste shapes words | awk 'length($1) > most { most = length($1); longest = $2 } END { if (NR) printf "\"%s\"\n", longest }' > longest
if [ -s longest ]; then mv longest "$out/longest_word"; fi

tr 'A-Z' 'a-z' < words | sort | uniq -c | sort -k1,1nr -k2 | awk -v most="$most" '
    BEGIN { printf "{" }
    NR <= most { printf "%s\"%s\": %d", (NR > 1 ? ", " : ""), $2, $1 }
    END { print "}" }' > "$out/most_frequent"
echo "counted $(cat "$out/words") words"
