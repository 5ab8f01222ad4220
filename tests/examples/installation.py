"""An installation in a temporary folder, with the examples built against it and installed into it, as a third party would."""

import os
import pathlib
import shutil
import subprocess
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["BUILD"])
CMAKE = os.environ["CMAKE"]
CMAKE_EXAMPLES = ("greet", "deadline", "countdown", "sampler")
EXAMPLES = (*CMAKE_EXAMPLES, "checksum")


def run(*command, **more):
    """Runs a command to its end; what it printed goes into the failure when there is one, and is returned when there is none."""
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(str(c) for c in command)}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


class Installation:
    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-install-")
        self.folder = pathlib.Path(self._folder.name)
        first = self.folder / "first"
        run(CMAKE, "--install", BUILD, "--prefix", first)
        # What works only where it was installed first does not work from here.
        self.prefix = first.rename(self.folder / "moved")
        self.plugins = self.prefix / "lib/flyte-webhook/plugins"
        for example in CMAKE_EXAMPLES:
            run(CMAKE, "--install", self.build(PROJECT / "sdk/examples" / example), "--prefix", self.prefix)
        shutil.copy(self.cargo("test", "build") / "release/libchecksum.so", self.plugins / "checksum.so")

    def build(self, source, *options):
        """Builds one project against the installation; returns the folder of what came of it."""
        build = self.folder / "build" / source.name
        run(CMAKE, "-G", "Ninja", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}", "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON", *options)
        run(CMAKE, "--build", build)
        return build

    def cargo(self, *tasks):
        """Builds or tests the example in Rust, which needs nothing from anywhere; returns the folder of what came of it."""
        source = self.folder / "checksum"  # cargo writes beside what it builds
        shutil.copytree(PROJECT / "sdk/examples/checksum", source)
        for task in tasks:
            run("cargo", task, "--release", "--offline", "--quiet", cwd=source)
        return source / "target"

    def close(self):
        self._folder.cleanup()
