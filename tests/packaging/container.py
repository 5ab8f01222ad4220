"""The root filesystem that packaging/container/root collects, and programs that run in it as in a container."""

import os
import pathlib
import subprocess
import tempfile

from daemon import BUILD, Program, wait_for

PROJECT = pathlib.Path(__file__).resolve().parents[2]
USER = 65532
# Its own mounts and processes, the root read-only, /proc and /dev as every container has them.
ENTER = """
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount -o remount,bind,ro "$0"
exec setpriv --no-new-privs chroot --userspec=%d:%d --groups= "$0" "$@"
""" % (USER, USER)


def run(*command):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
    if done.returncode:
        raise AssertionError(f"{' '.join(str(c) for c in command)}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


class Root:
    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-container-")
        self.folder = pathlib.Path(self._folder.name)
        self.folder.chmod(0o755)
        self.path = self.folder / "root"
        run(os.environ["CMAKE"], "--install", BUILD, "--prefix", self.folder / "installed")
        run(PROJECT / "packaging/container/root", self.folder / "installed", self.path)

    def command(self, *arguments):
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, self.path, *arguments]

    def run(self, *arguments):
        """Runs a program of the root in it to its end; the exit status and what it printed."""
        done = subprocess.run([str(c) for c in self.command(*arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        return done.returncode, done.stdout

    def start(self, *arguments):
        return Contained(self.command(*arguments), self.folder / "log", env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})

    def files(self):
        """Every file, link and folder in it, as it is called inside."""
        return sorted(path.relative_to(self.path) for path in self.path.rglob("*"))

    def close(self):
        self._folder.cleanup()


class Contained(Program):
    """A program in the root: process 1 of its own processes, which hears of signals only what it handles."""

    def inner(self):
        """Its number outside."""
        children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return int(wait_for(lambda: children.read_text().split(), lambda: f"it did not start:\n{self.said()}")[0])

    def signal(self, number):
        os.kill(self.inner(), number)
