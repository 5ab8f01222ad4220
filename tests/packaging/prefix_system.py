"""For machines that allow no layer (layered_system.py): a shell that takes packages for installed which are unpacked in a folder.

The commands stay those of the page. The shell unpacks where apt would install, and looks in that folder for what the page has in /usr and
/etc."""

import os
import pathlib
import re
import shutil
import subprocess

from daemon import free_port

HERE = pathlib.Path(__file__).resolve().parent

# The reload is what the trigger of the server's package would ask for; dpkg does not know of what was unpacked.
SHELL = r"""
systemctl() { "$SERVICE_MANAGER" "$@"; }
flyte-webhook() { command flyte-webhook --config "$SERVICE_ROOT/etc/flyte-webhook/flyte-webhook.ini" "$@"; }
dpkg-buildpackage() { command dpkg-buildpackage --no-check-builddeps "$@"; }
apt-get() {
    for word; do
        name=${word#flyte-webhook-}
        case $word in
        *.deb) dpkg-deb --extract "$word" "$SERVICE_ROOT" ;;
        flyte-webhook-*) rm "$SERVICE_ROOT/usr/lib/flyte-webhook/plugins/$name.so" "$SERVICE_ROOT/etc/flyte-webhook/conf.d/$name.ini" ;;
        esac
    done
    systemctl try-reload-or-restart flyte-webhook
}
"""


class PrefixSystem:
    """As LayeredSystem."""

    def __init__(self, folder, packages):
        self.port = free_port()
        self._root = folder / "root"
        page = folder / "page"
        self._root.mkdir()
        shutil.copytree(packages, page)
        environment = {"SERVICE_ROOT": str(self._root), "SERVICE_MANAGER": str(HERE / "service_manager"),
                       "PATH": f"{self._root}/usr/bin:{os.environ['PATH']}", "PERL5LIB": f"{self._root}/usr/share/perl5",
                       "CMAKE_PREFIX_PATH": f"{self._root}/usr", "FW_ABI_HEADER": f"{self._root}/usr/include/flyte_webhook/abi.h"}
        self.process = subprocess.Popen(["bash", "--norc", "--noprofile"], cwd=page, env={**os.environ, **environment}, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    preparations = tuple(SHELL.strip().split("\n\n"))

    def command(self, text):
        text = re.sub(r"(?<![\w/.])/(usr|etc|run)/", rf"{self._root}/\1/", text)
        return text.replace("127.0.0.1:8080", f"127.0.0.1:{self.port}")
