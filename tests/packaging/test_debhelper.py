"""The debhelper add-on by itself: what it makes of a package, and what it refuses. docs/plugins.md goes the whole way with it."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from daemon import BUILD
from debian_system import PROJECT

HEADER = PROJECT / "sdk/include/flyte_webhook/abi.h"
PACKAGE = "flyte-webhook-quotes"
CONTROL = f"""Source: quotes
Maintainer: nobody <nobody@example.invalid>
Build-Depends: debhelper-compat (= 13)

Package: {PACKAGE}
Architecture: any
Description: quotes
"""


class AddOn(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-debhelper-")
        self.addCleanup(folder.cleanup)
        self.debian = pathlib.Path(folder.name) / "debian"
        self.tree = self.debian / PACKAGE
        (self.tree / "usr/lib/flyte-webhook/plugins").mkdir(parents=True)
        (self.debian / "control").write_text(CONTROL)

    def add_plugin(self, name, built="good"):
        shutil.copy(BUILD / f"tests/plugins/{built}.so", self.tree / f"usr/lib/flyte-webhook/plugins/{name}.so")

    def add_dropin(self):
        (self.debian / "flyte-webhook.ini").write_text("[plugin.quotes]\n")

    def run_it(self):
        """The exit status and what it said."""
        done = subprocess.run([PROJECT / "packaging/debhelper/dh_flyte_webhook"], cwd=self.debian.parent, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60, env={**os.environ, "FW_ABI_HEADER": str(HEADER)})
        return done.returncode, done.stdout

    def assertRefused(self, reason):
        status, said = self.run_it()
        self.assertNotEqual(status, 0)
        self.assertIn(reason, said)

    def test_a_drop_in_bears_the_plugin_s_name_and_the_package_depends_on_the_interface(self):
        self.add_plugin("quotes")
        self.add_dropin()
        self.assertEqual(self.run_it(), (0, ""))
        self.assertEqual((self.tree / "etc/flyte-webhook/conf.d/quotes.ini").read_text(), "[plugin.quotes]\n")
        major, minor = (re.search(rf"(?m)^#define FW_ABI_{part} (\d+)$", HEADER.read_text()).group(1) for part in ("MAJOR", "MINOR"))
        variables = (self.debian / f"{PACKAGE}.substvars").read_text().splitlines()
        self.assertIn(f"flyte-webhook:Depends=flyte-webhook-abi-{major} (>= {major}.{minor})", variables)

    def test_a_package_may_have_several_plugins_or_none(self):
        self.assertEqual(self.run_it(), (0, ""))
        self.add_plugin("quotes")
        self.add_plugin("verses")
        self.assertEqual(self.run_it(), (0, ""))
        self.assertFalse((self.tree / "etc").exists())

    def test_a_drop_in_without_a_plugin_is_refused(self):
        self.add_dropin()
        self.assertRefused(f"{PACKAGE} has a drop-in, debian/flyte-webhook.ini, but no plugin")

    def test_a_drop_in_beside_two_plugins_is_refused(self):
        self.add_plugin("quotes")
        self.add_plugin("verses")
        self.add_dropin()
        self.assertRefused(f"{PACKAGE} has a drop-in and more than one plugin")

    def test_a_plugin_without_its_entry_is_refused(self):
        self.add_plugin("quotes", built="no-symbol")
        self.assertRefused("quotes.so does not export flyte_webhook_plugin")


if __name__ == "__main__":
    unittest.main()
