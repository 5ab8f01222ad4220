"""Which part may know which: plugins -> sdk <- host. The sandbox is a program of its own that only lies in host/."""

import re
import unittest

from sources import PROJECT, place, sources

# Ids that mean nothing but an endpoint; `health` and `me` are words as well.
ENDPOINTS = re.compile(r"\b(run_task|get_task|get_run|get_run_io|abort_run|(get|activate|deactivate|call)_app|(de)?activate_trigger|build_image"
                       r"|\w*prefetch_hf_model\w*)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def host():
    return [file for file in sources("host") if not place(file).startswith("host/sandbox/")]


def lines_with(pattern, files):
    return [f"{place(file)}:{number}: {line.strip()}" for file in files
            for number, line in enumerate(file.read_text().splitlines(), 1) if re.search(pattern, line)]


def includes_below(folder, files):
    """The includes that name a file of that folder, beside the including one or from the folder's top."""
    found = []
    for file in files:
        for name in INCLUDE.findall(file.read_text()):
            beside = (file.parent / name).resolve()
            if (PROJECT / folder / name).is_file() or (beside.is_file() and (PROJECT / folder) in beside.parents):
                found.append(f"{place(file)} includes {name}")
    return found


class Borders(unittest.TestCase):
    maxDiff = None

    def test_the_host_names_no_endpoint(self):
        self.assertEqual(lines_with(ENDPOINTS, host()), [])

    def test_the_host_names_no_message_of_the_control_plane(self):
        self.assertEqual(lines_with("flyteidl2", host()), [])

    def test_plugins_and_sdk_include_no_header_of_the_host(self):
        self.assertEqual(includes_below("host", sources("plugins", "sdk")), [])

    def test_host_and_sdk_include_no_header_of_a_plugin(self):
        self.assertEqual(includes_below("plugins", sources("host", "sdk")), [])


if __name__ == "__main__":
    unittest.main()
