"""A system of its own for a test: this one with a layer over it, so that packages are really installed and nothing stays."""

import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent

# The layer, with processes, mounts and a network of its own; the loopback interface is all of it.
ENTER = r"""
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/changes" "$1/work" "$1/root"
mount -t overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" overlay "$1/root"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/tmp"
mount -t tmpfs tmpfs "$1/root/run"
python3 -B "$2/loopback.py"
mkdir -p "$1/root/run/systemd/system" "$1/root/root/page"
cp "$3"/*.deb "$1/root/root/page"
# What is there already stays as it is: no archive can be reached.
echo 'APT::Get::Upgrade "false";' >"$1/root/etc/apt/apt.conf.d/99no-upgrade"
install -m 755 "$2/service_manager" "$1/root/usr/bin/systemctl"
install -m 755 "$2/service_manager" "$1/root/usr/bin/deb-systemd-invoke"
exec chroot "$1/root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive bash --norc --noprofile
"""


def possible():
    """Whether this user may make one."""
    return subprocess.run(["unshare", "--mount", "--net", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


class LayeredSystem:
    """`packages` is a folder of .deb files, which lie in the present folder of `process`, a shell, then."""

    port = 8080

    def __init__(self, folder, packages):
        command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "bash", "-c", ENTER, "enter", folder, HERE, packages]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    preparations = ("cd /root/page",)

    def command(self, text):
        """What is typed for a command of a page."""
        return text
