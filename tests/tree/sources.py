"""The project's C and C++ files."""

import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SUFFIXES = {".h", ".c", ".cpp"}


def sources(*folders):
    """Every source file below these folders of the project, in the order of their names."""
    found = sorted(file for folder in folders for file in (PROJECT / folder).rglob("*") if file.suffix in SUFFIXES)
    assert found, f"no source file below {', '.join(folders)}"
    return found


def place(file):
    """How messages name a file: its path inside the project."""
    return str(file.relative_to(PROJECT))
