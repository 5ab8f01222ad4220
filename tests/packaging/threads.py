"""Stops single threads of a process, as nothing but a tracer can."""

import ctypes
import os
import pathlib

SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17
ALL_KINDS = 0x40000000  # __WALL

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def _ptrace(request, thread):
    if _libc.ptrace(request, thread, None, None) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


class Stopped:
    """All threads of a process but its first stand still in the `with` block. Only root may do that to a server that forbids to look into it."""

    def __init__(self, pid):
        self._pid = pid
        self._threads = []

    def __enter__(self):
        # A thread that stands starts no other, so the second look finds the last of them.
        while fresh := self._found() - set(self._threads):
            for thread in fresh:
                _ptrace(SEIZE, thread)
                _ptrace(INTERRUPT, thread)
                os.waitpid(thread, ALL_KINDS)
                self._threads.append(thread)
        return self

    def _found(self):
        return {int(entry.name) for entry in pathlib.Path(f"/proc/{self._pid}/task").iterdir()} - {self._pid}

    def __exit__(self, *_):
        for thread in self._threads:
            _ptrace(DETACH, thread)
