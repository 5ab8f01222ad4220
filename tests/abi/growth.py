"""Whether one version of the binary interface is another one that has grown: abi.h, rule 4. The layouts are compared by abidiff."""

import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
# What does not begin with its size is as it is for ever.
FIXED = {"fw_bytes", "fw_header"}

CHANGED = re.compile(r"^'(\w+) (\w+)( at .*)?' changed:$")
SIZE = re.compile(r"^type size changed from (\d+) to (\d+) \(in bits\)$")
SAME_SIZE = "type size hasn't changed"
INSERTIONS = re.compile(r"^\d+ data member insertions?:$")
INSERTED = re.compile(r"^'.* (\w+)', at offset (\d+) \(in bits\)( at .*)?$")
SUMMARY = re.compile(r"^(Leaf changes|Changed leaf types|Removed/Changed/Added (functions|variables)) summary: (.*)$")


def run(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)


def compile_probe(header, library, compiler="cc"):
    """A library whose debug information has the layout of the whole interface."""
    flags = ("-std=c11", "-g", "-O0", "-fPIC", "-shared", "-Wl,--build-id=none", "-fvisibility=hidden", f"-ffile-prefix-map={HERE}=.")
    done = run(compiler, *flags, f'-DABI_HEADER="{header}"', HERE / "probe.c", "-o", library)
    if done.returncode:
        raise AssertionError(f"the interface does not compile:\n{done.stdout}")
    return library


def record(library):
    """The layout as text that can be kept: without paths, places or what else differs between machines."""
    done = run("abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--drop-private-types", library)
    if done.returncode:
        raise AssertionError(done.stdout)
    return done.stdout


def harms(recorded, present):
    """What of `present` does not fit plugins that were built with `recorded`; each a library or a record. Empty: it has only grown."""
    done = run("abidiff", "--leaf-changes-only", "--no-show-locs", recorded, present)
    if done.returncode & 3:
        raise AssertionError(f"abidiff failed:\n{done.stdout}")
    return _Report().read(done.stdout) if done.returncode else []


def differs(recorded, present):
    return run("abidiff", "--harmless", "--no-show-locs", recorded, present).returncode != 0


class _Report:
    """Reads what abidiff tells. A line that is none of growth is harm: nothing is let through that is not understood."""

    def __init__(self):
        self._type = None
        self._size = 0
        self._harms = []

    def read(self, text):
        for line in map(str.strip, text.splitlines()):
            if line:
                self._line(line)
        return self._harms

    def _line(self, line):
        if SUMMARY.match(line):
            return self._summary(SUMMARY.match(line))
        if CHANGED.match(line):
            return self._begin(CHANGED.match(line))
        if SIZE.match(line):
            self._size = int(SIZE.match(line)[1])
            return None
        if line == SAME_SIZE or INSERTIONS.match(line):
            return None
        if INSERTED.match(line):
            return self._inserted(INSERTED.match(line))
        return self._harm(line)

    def _summary(self, match):
        if match[1].startswith("Removed") and not re.fullmatch(r"0 Removed, 0 Changed, 0 Added (function|variable)s?", match[3]):
            self._harm(match[0])

    def _begin(self, match):
        self._type, self._size = match[2], None
        if match[1] != "struct" or self._type in FIXED:
            self._harm(match[0])

    def _inserted(self, match):
        if self._size is None or int(match[2]) < self._size:
            self._harm(f"{match[1]} does not lie behind the end that the table had")

    def _harm(self, what):
        self._harms.append(f"{self._type}: {what}" if self._type else what)
