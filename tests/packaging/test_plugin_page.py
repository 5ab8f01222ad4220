"""docs/plugins.md, typed: from the packages to a plugin's own package that a running server serves."""

import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

import console
import layered_system
from layered_system import LayeredSystem
from prefix_system import PrefixSystem

PATIENCE = 300  # seconds, for all of the page
PROJECT = layered_system.HERE.parents[1]
# The page speaks of a server that is configured, and of a person who may use sudo.
SITE = """[listener]
address = 127.0.0.1
port = {port}
[admin]
port = 0
[control_plane]
endpoint = http://127.0.0.1:1
"""


class Page:
    """The page's commands, typed in a system."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-page-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        build = subprocess.run([PROJECT / "packaging/build-deb", "--from", os.environ["BUILD"], "--output", cls.folder / "packages"],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
        assert build.returncode == 0, build.stdout

    def setUp(self):
        folder = self.folder / "system"
        folder.mkdir()
        self.system = self.make_system(folder, self.folder / "packages")
        self.shell = console.Shell(self.system.process)
        self.addCleanup(self.end)
        patience = threading.Timer(PATIENCE, self.system.process.kill)
        patience.start()
        self.addCleanup(patience.cancel)
        for command in (*self.system.preparations, 'sudo() { "$@"; }'):
            self.typed(command)
        self.typed(f"mkdir -p /etc/flyte-webhook/conf.d && printf '%s' '{SITE.format(port=self.system.port)}' >/etc/flyte-webhook/conf.d/site.ini")

    def end(self):
        process = self.system.process
        if process.poll() is None:
            self.shell.type("systemctl stop flyte-webhook")
        process.stdin.close()
        process.kill()
        process.stdout.close()
        process.wait()

    def typed(self, command):
        status, lines = self.shell.type(self.system.command(command))
        if status:
            _, log = self.shell.type(self.system.command("tail -n 30 /run/service-manager.log /run/flyte-webhook.log"))
            self.fail(f"{command}: exit {status}\n" + "\n".join(lines + log))
        return lines

    def test_what_the_page_says_is_what_happens(self):
        commands = console.commands(PROJECT / "docs/plugins.md")
        self.assertGreater(len(commands), 10)
        for command, expected in commands:
            lines = self.typed(command)
            self.assertTrue(console.fits(expected, lines), f"{command}\nexpected:\n" + "\n".join(expected) + "\ngot:\n" + "\n".join(lines))
        self.is_gone()

    def is_gone(self):
        ask = "curl -s -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer you' http://127.0.0.1:8080/quotes/Ada"
        self.typed(f"for i in $(seq 100); do [ $({ask}) = 404 ] && break; sleep 0.1; done; [ $({ask}) = 404 ]")
        self.typed("[ ! -e /etc/flyte-webhook/conf.d/quotes.ini ] && [ ! -e /usr/lib/flyte-webhook/plugins/quotes.so ]")


@unittest.skipUnless(layered_system.possible(), "needs root, and mounts and networks of its own")
class PackagesInstalled(Page, unittest.TestCase):
    make_system = LayeredSystem


@unittest.skipIf(layered_system.possible(), "the packages can be installed here")
class PackagesUnpacked(Page, unittest.TestCase):
    make_system = PrefixSystem


if __name__ == "__main__":
    unittest.main()
