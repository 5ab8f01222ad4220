"""The container's root filesystem: what is in it, and that the server works in it. What a container daemon would add is not tried here."""

import os
import pathlib
import re
import socket
import ssl
import stat
import subprocess
import unittest
import urllib.request

from certificate import make_certificate
from container import PROJECT, USER, Root, run
from daemon import free_port, get, sandbox, wait_for

SERVER = "/usr/bin/flyte-webhook"
GROUPS = ("app", "build", "core", "prefetch", "run", "task", "trigger")
AS_ROOT = unittest.skipUnless(os.geteuid() == 0, "only root may change the root directory")


def containerfile():
    """The Containerfile as (instruction, rest)."""
    lines = (PROJECT / "packaging/container/Containerfile").read_text().splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line and not line.startswith("#")]


class Container(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = Root()
        cls.addClassCleanup(cls.root.close)

    def libraries(self):
        """Shared libraries in the root other than plugins."""
        return [file for file in self.root.files() if re.search(r"\.so(\.|$)", file.name) and file.parent.name != "plugins"]

    def serve(self, endpoint, *more):
        self.port, self.admin = free_port(), free_port()
        return self.root.start(SERVER, "--set", "listener.address=127.0.0.1", "--set", f"listener.port={self.port}",
                               "--set", f"admin.port={self.admin}", "--set", f"control_plane.endpoint={endpoint}", *more)

    @AS_ROOT
    def test_the_server_serves_in_it_as_a_user_without_rights(self):
        with sandbox(self.root.folder) as plane, self.serve(plane.address) as server:
            server.wait_until_said("listening")
            self.assertEqual(get(self.port, "/health"), (200, {"status": "healthy"}))
            self.assertEqual(get(self.port, "/me", {"Authorization": "Bearer alice"}), (200, {"subject": "alice", "name": "alice"}))
            self.assertEqual(get(self.admin, "/healthz")[0], 200)
            wait_for(lambda: get(self.admin, "/readyz")[0] == 200, lambda: f"not ready: {get(self.admin, '/readyz')}")
            status = pathlib.Path(f"/proc/{server.inner()}/status").read_text()
            self.assertEqual(re.search(r"(?m)^Uid:\t(.*)$", status).group(1).split(), [str(USER)] * 4)
            self.assertEqual(re.search(r"(?m)^Groups:(.*)$", status).group(1).split(), [])
            self.assertEqual(re.search(r"(?m)^CapEff:\t(.*)$", status).group(1), "0" * 16)
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=30) as page:
                self.assertRegex(page.read().decode(), r"(?m)^process_open_fds [1-9]\d*$")  # also where only root may look into it
            self.assertEqual(server.stop(), 0)

    @AS_ROOT
    def test_the_shipped_configuration_lacks_nothing_but_the_control_plane(self):
        status, said = self.root.run(SERVER, "--check-config")
        self.assertEqual(status, 1, said)
        self.assertEqual(re.findall(r"\[?([a-z_]+)\]?[ .]endpoint\b", said), ["control_plane"], said)
        status, said = self.root.run(SERVER, "--check-config", "--set", "control_plane.endpoint=dns:///acme.hosted.example.com")
        self.assertEqual(status, 0, said)

    @AS_ROOT
    def test_every_group_is_in_it(self):
        status, said = self.root.run(SERVER, "--list-plugins")
        self.assertEqual(status, 0, said)
        for group in GROUPS:
            self.assertRegex(said, rf"(?m)^\W*{group}\b")

    @AS_ROOT
    def test_its_loader_finds_every_library_there_and_none_is_too_many(self):
        loader = next(f"/{file}" for file in self.root.files() if file.name.startswith("ld-linux"))
        needed = {pathlib.Path(loader).name}
        for file in (SERVER, *(f"/usr/lib/flyte-webhook/plugins/{group}.so" for group in GROUPS)):
            status, said = self.root.run(loader, "--list", file)
            self.assertEqual(status, 0, said)
            self.assertNotIn("not found", said)
            needed.update(pathlib.Path(path).name for path in re.findall(r"=> (\S+)", said))
        self.assertEqual({file.name for file in self.libraries()} - needed, set())

    @AS_ROOT
    def test_its_authorities_vouch_for_the_control_plane(self):
        certificate, key = self.root.folder / "certificate.pem", self.root.folder / "key.pem"
        make_certificate(certificate, key)
        bundle = self.root.path / "etc/ssl/certs/ca-certificates.crt"
        shipped = bundle.read_text()
        self.addCleanup(bundle.write_text, shipped)
        self.assertGreater(shipped.count("BEGIN CERTIFICATE"), 50)
        self.assertIsNotNone(self.refusal(certificate, key))
        bundle.write_text(shipped + certificate.read_text())
        self.assertIsNone(self.refusal(certificate, key))

    def refusal(self, certificate, key):
        """Why the server's first TLS handshake with a control plane of that certificate failed; None when it did not."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.set_alpn_protocols(["h2"])
        with socket.create_server(("127.0.0.1", 0)) as plane:
            plane.settimeout(30)
            with self.serve(f"https://127.0.0.1:{plane.getsockname()[1]}"):
                connection, _ = plane.accept()
                with connection:
                    connection.settimeout(30)
                    try:
                        context.wrap_socket(connection, server_side=True).close()
                    except ssl.SSLError as e:
                        return str(e)

    def test_no_other_program_is_in_it(self):
        programs = []
        for file in self.root.files():
            path = self.root.path / file
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode) and mode & 0o111 and file not in self.libraries():
                programs.append(f"/{file}")
        self.assertEqual(programs, [SERVER])

    def test_only_its_folder_for_temporary_files_is_open_to_all(self):
        loose = [str(file) for file in self.root.files()
                 if not (self.root.path / file).is_symlink() and (self.root.path / file).lstat().st_mode & (stat.S_IWOTH | stat.S_ISUID | stat.S_ISGID)]
        self.assertEqual(loose, ["tmp"])

    def test_each_library_comes_with_its_licence_and_its_package(self):
        documented = {path.parent.name for path in (self.root.path / "usr/share/doc").glob("*/copyright")}
        packages = {path.name for path in (self.root.path / "var/lib/dpkg/status.d").iterdir()}
        self.assertEqual(documented, packages | {"flyte-webhook"})
        for library in self.libraries():
            file = os.path.realpath(f"/{library}")
            names = {file, file.removeprefix("/usr")}  # before the merge of /lib and /usr/lib a package called its file by the second
            owners = subprocess.run(["dpkg-query", "-S", *names], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
            self.assertTrue({re.match(r"[^:]+", line).group() for line in owners.splitlines()} & packages, file)

    def test_a_link_in_it_leads_to_something_in_it(self):
        for file in self.root.files():
            path = self.root.path / file
            if path.is_symlink():
                target = os.readlink(path)
                inside = self.root.path / target.lstrip("/") if target.startswith("/") else path.parent / target
                self.assertTrue(inside.exists(), f"/{file} leads to {target}")

    def test_the_last_stage_is_that_root_and_a_user_that_it_knows(self):
        stages = [n for n, (instruction, _) in enumerate(containerfile()) if instruction == "FROM"]
        last = dict(containerfile()[stages[-1]:])
        self.assertEqual(last["FROM"], "scratch")
        self.assertEqual(last["COPY"].split()[-1], "/")
        self.assertEqual(last["ENTRYPOINT"], f'["{SERVER}"]')
        user, group = last["USER"].split(":")
        self.assertRegex((self.root.path / "etc/passwd").read_text(), rf"(?m)^flyte-webhook:x:{user}:{group}:")
        shipped = (PROJECT / "conf/flyte-webhook.ini").read_text()
        self.assertEqual(last["EXPOSE"].split(), re.findall(r"(?m)^# port = (\d+)$", shipped))

    def test_the_first_stage_copies_all_that_the_build_reads(self):
        copied = {word.split("/")[0] for instruction, rest in containerfile() if instruction == "COPY" for word in rest.split()[:-1]}
        build = (PROJECT / "CMakeLists.txt").read_text().split("if(FLYTE_WEBHOOK_TESTS)")
        build = build[0] + build[1].split("endif()", 1)[1]
        read = set(re.findall(r"add_subdirectory\((\w+)\)|DIRECTORY (\w+)/", build))
        read = {name for pair in read for name in pair if name} | set(re.search(r"install\(FILES ([^)]*?) DESTINATION", build).group(1).split())
        self.assertLessEqual(read | {"CMakeLists.txt", "CMakePresets.json", "cmake", "packaging"}, copied)


if __name__ == "__main__":
    unittest.main()
