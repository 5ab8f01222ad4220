"""The sandbox's pages in a real browser, with runs that the script starts and ends as it likes."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest

import browser
import daemon

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 250
SHELL = ["sh", "-c"]
TASKS = {
    "hold": {"description": "Goes on until somebody aborts it.", "command": [*SHELL, "echo begun; exec sleep 1000"]},
    "fail": {"command": [*SHELL, "echo there is no disk left >&2; exit 3"]},
    "report": {
        "description": "Counts the days, and waits for the file `open` beside it.",
        "inputs": {"title": {"type": "string", "description": "what stands before the count"}},
        "outputs": {"report": "string"},
        "command": [*SHELL, 'for i in 1 8 15 22 31; do echo "day $i of 31"; done; until [ -e "$1/open" ]; do sleep 0.1; done; '
                    'echo "$2"; echo "$2: 31 days" > "$3"', "sh", "{{.taskPrefix}}", "{{.inputs.title}}", "{{.outputPrefix}}/report"],
    },
}


class Pages(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sandbox-pages-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.tasks = self.folder / "tasks"
        self.tasks.mkdir()
        for name, task in TASKS.items():
            (self.tasks / f"{name}.json").write_text(json.dumps({"name": name, **task}))
        self.ports = {"--http-port": daemon.free_port(), "--grpc-port": daemon.free_port()}
        self.start()
        self.addCleanup(self.stop)

    def start(self):
        ports = [str(word) for option in self.ports.items() for word in option]
        self.plane = daemon.sandbox(self.folder, "--tasks", self.tasks, "--max-processes", "1", *ports)

    def stop(self):
        self.assertEqual(self.plane.stop(), 0, self.plane.said())

    def forget(self):
        shutil.rmtree(self.folder / "sandbox")

    def follow(self, script):
        """What the script says, once it has ended; what it asks for meanwhile is done."""
        said = []
        for line in script.stdout:
            asked, _, what = line.strip().partition(" ")
            if asked == "please":
                {"start": self.start, "stop": self.stop, "forget": self.forget}[what]()
                script.stdin.write("done\n")
                script.stdin.flush()
            else:
                said.append(line)
        return "".join(said)

    def test_people_can_watch_runs(self):
        pictures = browser.pictures(self.folder)
        with daemon.Server(self.folder, self.plane) as server:
            pages, api = (f"http://127.0.0.1:{port}" for port in (self.ports["--http-port"], server.port))
            command = browser.command(self.folder, HERE / "pages.mjs", pages, api, self.tasks, pictures)
            with subprocess.Popen(**command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as script:
                limit = threading.Timer(PATIENCE, script.kill)
                limit.start()
                said = self.follow(script)
                limit.cancel()
        self.assertEqual(script.returncode, 0, said)
        for name in ("sandbox-run", "sandbox-run-phone"):
            self.assertTrue((pictures / f"{name}.png").exists(), name)


if __name__ == "__main__":
    unittest.main()
