"""Every source file is as clang-format would write it. The version is fixed, because each formats otherwise."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import place, sources

FORMATTER = "clang-format-14"


def differs(file):
    return subprocess.run([FORMATTER, "--dry-run", "-Werror", file], stderr=subprocess.DEVNULL).returncode != 0


if not shutil.which(FORMATTER):
    print(f"skipped: {FORMATTER} is not installed; the Debian package has the same name")
    sys.exit(77)
files = sources("host", "plugins", "sdk", "tests")
with ThreadPoolExecutor(4) as pool:
    wrong = [place(file) for file, found in zip(files, pool.map(differs, files)) if found]
if wrong:
    sys.exit(f"not as {FORMATTER} writes it; put it right with\n  {FORMATTER} -i " + " ".join(wrong))
print(f"{len(files)} files are formatted")
