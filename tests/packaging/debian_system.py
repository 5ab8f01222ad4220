"""A Debian of its own to install packages into: the smallest one, made once and copied for each test."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
KEPT = PROJECT / "build/debian"
A_WEEK = 7 * 24 * 3600  # then the versions that its lists name may be gone

# Mounts of its own. Processes and network are the machine's, so that a test reaches what runs in it.
ENTER = r"""
set -e
mount --make-rprivate /
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount --bind "$2" "$1/var/cache/apt/archives"
system=$1
shift 2
exec chroot "$system" env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
"""

# Nobody is there to be asked about edited files: they stay. What was fetched is kept for the next test.
APT_OPTIONS = ("Dpkg::Use-Pty=0", "Dpkg::Options::=--force-confdef", "Dpkg::Options::=--force-confold", "APT::Sandbox::User=root",
               "APT::Keep-Downloaded-Packages=true")

# What maintainer scripts ask of systemd, where none runs: it is written down, and the test does it.
SYSTEMCTL = r"""#!/bin/sh
echo "$*" | sed 's/--[^ ]* *//g' >>/run/asked
case "$*" in
*is-enabled*) echo enabled ;;
esac
"""


def run(*command, **more):
    """Runs a command to its end; what it printed. A failure shows that too."""
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=280, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(str(c) for c in command)}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def _made():
    """The system that is copied. Every test finds the same one, and the first makes it."""
    system, archives = KEPT / "system", KEPT / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not system.exists() or time.time() - system.stat().st_mtime > A_WEEK:
            draft = KEPT / "draft"
            for old in (draft, system):
                shutil.rmtree(old, ignore_errors=True)
            run("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--skip=cleanup/apt/lists", "bookworm", draft)
            os.utime(draft)
            draft.rename(system)
    return system, archives


class System:
    """A copy of it in a folder, and what it takes to run things in it as root of this machine."""

    def __init__(self, folder, has_systemd=False):
        made, self._archives = _made()
        self.path = folder / "system"
        run("cp", "-a", "--reflink=auto", made, self.path)
        if not has_systemd:
            (self.path / "usr/bin/systemctl").write_text(SYSTEMCTL)
            (self.path / "usr/bin/systemctl").chmod(0o755)
            (self.path / "run/systemd/system").mkdir(parents=True)

    def command(self, *arguments):
        return ["unshare", "--mount", "sh", "-c", ENTER, "enter", self.path, self._archives, *arguments]

    def run(self, *arguments):
        return run(*self.command(*arguments))

    def apt(self, *arguments):
        """apt-get; .deb files are given by their place outside."""
        inside = []
        for argument in arguments:
            if str(argument).endswith(".deb"):
                shutil.copy(argument, self.path / "tmp")
                argument = f"/tmp/{pathlib.Path(argument).name}"
            inside.append(argument)
        with (KEPT / "archives.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # apt does not wait for another one that fills the same archives
            said = self.run("apt-get", "-q", "-y", *(f"-o{option}" for option in APT_OPTIONS), *inside)
        for file in (self.path / "tmp").glob("*.deb"):
            file.unlink()
        return said

    def asked_of_systemd(self):
        """What was asked since the last time, a line each."""
        asked = self.path / "run/asked"
        lines = asked.read_text().splitlines() if asked.exists() else []
        asked.unlink(missing_ok=True)
        return [line.strip() for line in lines]

    def files(self):
        """Every file in it by which a package could have left something behind."""
        passing = ("proc/", "dev/", "tmp/", "run/", "var/cache/", "var/log/", "var/lib/apt/", "var/lib/dpkg/", "etc/ld.so.cache", "root/")
        found = (str(path.relative_to(self.path)) for path in self.path.rglob("*"))
        return {path for path in found if not path.startswith(passing)}

    def unit(self):
        """{setting: [value]} of the installed service."""
        settings = {}
        for line in (self.path / "lib/systemd/system/flyte-webhook.service").read_text().splitlines():
            if "=" in line and not line.startswith("#"):
                name, value = line.split("=", 1)
                settings.setdefault(name, []).append(value)
        return settings


def changed(package, folder, version, change):
    """The package once more, with another version and what change(its folder) makes of it."""
    tree = folder / "changed"
    run("dpkg-deb", "--raw-extract", package, tree)
    control = tree / "DEBIAN/control"
    lines = control.read_text().splitlines()
    control.write_text("\n".join(f"Version: {version}" if line.startswith("Version: ") else line for line in lines) + "\n")
    change(tree)
    made = folder / f"{package.name.split('_')[0]}_{version}_amd64.deb"
    run("dpkg-deb", "--root-owner-group", "--build", "-Znone", tree, made)
    shutil.rmtree(tree)
    return made


def packed(folder, name, files, interface="1.0"):
    """A package of plugins or drop-ins, {place: bytes}, that were made for that version of the interface."""
    tree = folder / name
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(f"Package: {name}\nVersion: 1\nArchitecture: amd64\nDepends: flyte-webhook-abi-1 (>= {interface})\n"
                                         f"Maintainer: nobody <nobody@example.invalid>\nDescription: {name}\n")
    (tree / "DEBIAN/conffiles").write_text("".join(f"/{place}\n" for place in files if place.startswith("etc/")))
    for place, content in files.items():
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        (tree / place).write_bytes(content)
    made = folder / f"{name}_1_amd64.deb"
    run("dpkg-deb", "--root-owner-group", "--build", "-Znone", tree, made)
    return made
