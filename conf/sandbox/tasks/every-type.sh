#!/bin/sh
# every-type.sh INPUT-FOLDER OUTPUT-FOLDER
# Inputs and outputs stand in files of the same form, so that a copy is an echo. A folder is the exception: its input is an address.
set -eu
for name in an_integer a_float a_boolean a_string a_datetime a_duration nothing an_enum a_list a_map a_struct any_struct a_binary \
    an_optional a_union a_file a_dataset a_schema; do
    cp "$1/$name" "$2/$name"
    echo "$name: $(wc -c < "$1/$name") bytes"
done
mkdir "$2/a_folder"
cp "$1/a_folder" "$2/a_folder/address"
