"""The promise of the plugin interface: it only grows."""

import os
import pathlib
import platform
import re
import tempfile
import unittest

import growth

PRESENT = growth.HERE.parents[1] / "sdk/include/flyte_webhook/abi.h"
RELEASED = sorted((growth.HERE / "released").iterdir(), key=lambda folder: [int(part) for part in folder.name.split(".")])
COMPILER = os.environ.get("CC", "cc")

# What may be added: {what it is: (pattern, replacement)} on the header's text.
GROWTH = {
    "a function of the host at the end": (r"^\} fw_host;", "    void (*more)(fw_request*);\n} fw_host;"),
    "a field of an endpoint at the end": (r"^\} fw_endpoint;", "    fw_const more;\n} fw_endpoint;"),
    "a field of a setting and one of a metric": (r"^\} (fw_setting|fw_metric);", r"    const void* more;\n} \1;"),
    "a function of the plugin at the end": (r"^\} fw_plugin_table;", "    void (*more)(void*);\n} fw_plugin_table;"),
    "an enumerator": (r"FW_OBJECT = 6 ", "FW_OBJECT = 6, FW_MORE = 7 "),
    "a higher minor version": (r"FW_ABI_MINOR \d+", "FW_ABI_MINOR 99"),
    "another comment": (r"/\* one sentence \*/", "/* a sentence */"),
}
# What would break a plugin that was built before.
HARM = {
    "a field taken away": (r"^    fw_const body_help;.*\n", ""),
    "a field in the middle": (r"^(    fw_const summary; .*)", r"    fw_const more;\n\1"),
    "two fields exchanged": (r"^(    fw_bool required; .*\n)(    fw_const name; .*\n)", r"\2\1"),
    "another type of a field": (r"^    int32_t status;        /\* HTTP", "    int64_t status; /* HTTP"),
    "another type of the same size": (r"const double\* buckets;", "const float* buckets;"),
    "a function with another argument": (r"\(\*cancelled\)\(const fw_request\*\)", "(*cancelled)(const fw_request*, int)"),
    "a function with another result": (r"int32_t \(\*call\)", "int64_t (*call)"),
    "another value of an enumerator": (r"FW_QUERY = 2,", "FW_QUERY = 5,"),
    "an enumerator taken away": (r"^    FW_LOG_DEBUG = 1,\n", ""),
    "a field in the room that the compiler left": (r"^\} fw_endpoint;", "    fw_bool more;\n} fw_endpoint;"),
    "a longer text": (r"^\} fw_bytes;", "    size_t more;\n} fw_bytes;"),
    "a longer header": (r"^\} fw_header;", "    size_t more;\n} fw_header;"),
    "growth and harm at once": (
        r"(\(\*cancelled\)\(const fw_request\*)(\)(?:.*\n)*?)\} fw_host;",
        r"\1, int\2    void (*more)(void);\n} fw_host;",
    ),
    "growth and harm in one table": (
        r"^    fw_const body_help;((?:.*\n)*?)\} fw_endpoint;",
        r"    int body_help;\1    fw_const more;\n} fw_endpoint;",
    ),
}


def recorded(released, folder):
    """The recorded layout; elsewhere than on the machine that it was recorded for, that of the recorded header."""
    if platform.machine() == "x86_64":
        return released / "interface.abixml"
    return growth.compile_probe(released / "abi.h", folder / "recorded.so", COMPILER)


def version(header):
    text = header.read_text()
    return tuple(int(re.search(rf"^#define FW_ABI_{part} (\d+)$", text, re.M)[1]) for part in ("MAJOR", "MINOR"))


class Abi(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-abi-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def probe(self, header):
        return growth.compile_probe(header, self.folder / "probe.so", COMPILER)

    def changed(self, pattern, replacement):
        """The first header, changed."""
        text, count = re.subn(pattern, replacement, (RELEASED[0] / "abi.h").read_text(), flags=re.M)
        self.assertTrue(count, f"{pattern} is not in the header")
        header = self.folder / "abi.h"
        header.write_text(text)
        return self.probe(header)

    def test_the_present_interface_is_each_released_one_that_has_grown(self):
        present = self.probe(PRESENT)
        for released in RELEASED:
            with self.subTest(released=released.name):
                self.assertEqual(growth.harms(recorded(released, self.folder), present), [])

    def test_an_interface_that_differs_from_the_last_released_one_has_a_higher_version(self):
        last = RELEASED[-1]
        if growth.differs(recorded(last, self.folder), self.probe(PRESENT)):
            self.assertGreater(version(PRESENT), version(last / "abi.h"), "raise FW_ABI_MINOR")

    def test_a_record_is_of_the_header_beside_it(self):
        for released in RELEASED:
            with self.subTest(released=released.name):
                self.assertEqual(released.name, "{}.{}".format(*version(released / "abi.h")))
                self.assertFalse(growth.differs(recorded(released, self.folder), self.probe(released / "abi.h")))

    def test_growth_is_accepted(self):
        for what, change in GROWTH.items():
            with self.subTest(what):
                self.assertEqual(growth.harms(recorded(RELEASED[0], self.folder), self.changed(*change)), [])

    def test_harm_is_refused(self):
        for what, change in HARM.items():
            with self.subTest(what):
                self.assertNotEqual(growth.harms(recorded(RELEASED[0], self.folder), self.changed(*change)), [])


if __name__ == "__main__":
    unittest.main()
