"""A System with a systemd that really runs, as in a container: processes, mounts and network of its own."""

import contextlib
import ctypes
import os
import pathlib
import subprocess

from daemon import Program, wait_for

# Its root becomes the root, because a root that was merely changed forbids namespaces; mounts must travel as on every system of systemd.
BOOT = r"""
set -e
mount --make-rprivate /
cd "$1"
mount --bind . .
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs dev
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/shm dev/pts old
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
pivot_root . old
umount -l /old
mount --make-rshared /
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_PROC_CMDLINE=systemd.unified_cgroup_hierarchy=1 \
    /lib/systemd/systemd --system --unit=multi-user.target
"""


CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def _enter_network(descriptor):
    if _libc.setns(descriptor, CLONE_NEWNET) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def control_groups():
    """Where the machine has the second version of control groups; None when nowhere."""
    for line in pathlib.Path("/proc/mounts").read_text().splitlines():
        _, place, kind, options, *_ = line.split()
        if kind == "cgroup2" and "rw" in options.split(","):
            return pathlib.Path(place)
    return None


class Booted:
    """It runs in the `with` block."""

    def __init__(self, system):
        self._system = system
        self._init = None
        self._group = control_groups() / f"flyte-webhook-test-{os.getpid()}"

    def __enter__(self):
        self._group.mkdir()
        # It goes with the test, whatever becomes of that.
        enter = (f'echo $$ >"{self._group}/cgroup.procs"; exec setpriv --pdeathsig KILL'
                 ' unshare --mount --pid --fork --kill-child --uts --ipc --cgroup --net sh -c "$0" boot "$1"')
        self._program = Program(["sh", "-c", enter, BOOT, self._system.path], self._system.path.parent / "boot.log")
        children = pathlib.Path(f"/proc/{self._program.pid}/task/{self._program.pid}/children")
        try:
            self._init = wait_for(lambda: children.read_text().split(), lambda: f"nothing starts:\n{self._program.said()}")[0]
            wait_for(lambda: self.ask("systemctl", "is-system-running")[1] in ("running", "degraded"),
                     lambda: f"systemd does not come up:\n{self._program.said()}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        os.kill(int(self._init or self._program.pid), 9)  # and with it go all of its processes
        self._program.wait()
        for folder in sorted(self._group.rglob("*"), reverse=True):
            if folder.is_dir():
                folder.rmdir()
        self._group.rmdir()

    def ask(self, *command):
        """Runs a command in it; its exit status, and what it printed."""
        done = subprocess.run(["nsenter", "-t", self._init, "-m", "-p", "-u", "-i", "-C", "-n", "-r", "-w", "env", "-i",
                               "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", *command],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
        return done.returncode, done.stdout.strip()

    def run(self, *command):
        status, said = self.ask(*command)
        if status:
            raise AssertionError(f"{' '.join(command)}: exit {status}\n{said}")
        return said

    @contextlib.contextmanager
    def network(self):
        """In the `with` block the calling thread makes its sockets in this system's network; so does for good what it starts there."""
        with open("/proc/thread-self/ns/net") as own, open(f"/proc/{self._init}/ns/net") as other:
            _enter_network(other.fileno())
            try:
                yield
            finally:
                _enter_network(own.fileno())
