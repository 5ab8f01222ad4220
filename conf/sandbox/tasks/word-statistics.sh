#!/bin/sh
# word-statistics.sh TEXT-FILE MOST-FREQUENT OUTPUT-FOLDER
# The text is read from its file: an argument could not hold a long one.
set -eu
text=$1 most=$2 out=$3

awk 'END { print NR }' "$text" > "$out/lines"
LC_ALL=C.UTF-8 wc -m < "$text" | tr -d ' ' > "$out/characters"

# One word a line. Bytes over 127 belong to words, so that no letter is lost; apostrophes and dashes inside words stay.
LC_ALL=C tr -sc "A-Za-z0-9'\\200-\\377-" '\n' < "$text" | sed "s/^['-]*//; s/['-]*\$//" | grep . > words || true

awk 'END { print NR }' words > "$out/words"
awk '{ n += length($0) } END { printf "%.4f\n", NR ? n / NR : 0 }' words > "$out/average_length"
if [ -s words ]; then
    awk 'length($0) > length(longest) { longest = $0 } END { print longest }' words > longest
    # A text that looks like a number or like JSON stays a text when it stands in quotes.
    sed 's/.*/"&"/' longest > "$out/longest_word"
fi

tr 'A-Z' 'a-z' < words | sort | uniq -c | sort -k1,1nr -k2 | awk -v most="$most" '
    BEGIN { printf "{" }
    NR <= most { printf "%s\"%s\": %d", NR > 1 ? ", " : "", $2, $1 }
    END { print "}" }' > "$out/most_frequent"
echo "counted $(cat "$out/words") words"
