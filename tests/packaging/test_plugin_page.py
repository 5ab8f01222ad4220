"""docs/plugins.md, typed: from the packages to a plugin's own package that a running server serves."""

import os
import pathlib
import subprocess
import tempfile
import unittest

import console
import layered_system as system

PROJECT = system.HERE.parents[1]
SITE = """
[listener]
address = 127.0.0.1
[control_plane]
endpoint = http://127.0.0.1:1
"""


@unittest.skipUnless(system.possible(), "needs root, and mounts and networks of its own")
class PluginPage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-page-")
        self.addCleanup(folder.cleanup)
        self.packages = pathlib.Path(folder.name) / "packages"
        build = subprocess.run([PROJECT / "packaging/build-deb", "--from", os.environ["BUILD"], "--output", self.packages],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
        self.assertEqual(build.returncode, 0, build.stdout)
        layer = pathlib.Path(folder.name) / "layer"
        layer.mkdir()
        process = system.enter(layer, self.packages)
        self.addCleanup(self.end, process)
        self.shell = console.Shell(process)
        # The page speaks of a server that is configured, and of a person who may use sudo.
        self.typed("sudo() { \"$@\"; }")
        self.typed(f"mkdir -p /etc/flyte-webhook/conf.d && printf '%s' '{SITE}' >/etc/flyte-webhook/conf.d/site.ini; cd /root/page")

    @staticmethod
    def end(process):
        process.stdin.close()
        process.kill()
        process.stdout.close()
        process.wait()

    def typed(self, command):
        status, lines = self.shell.type(command)
        if status:
            _, log = self.shell.type("tail -n 30 /run/service-manager.log /run/flyte-webhook.log")
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


if __name__ == "__main__":
    unittest.main()
