"""The pages in a real browser."""

import pathlib
import subprocess
import unittest

import browser
import daemon
from served import ODD, Served, tasks_with

HERE = pathlib.Path(__file__).resolve().parent


class Used(Served):
    def use(self, script, *names):
        """Lets the script use the pages, and take pictures of those names."""
        pictures = browser.pictures(self.folder)
        ran = subprocess.run(**browser.command(self.folder, HERE / script, self.url, pictures), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=250)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        for name in names:
            self.assertTrue((pictures / f"{name}.png").exists(), name)


class Pages(Used):
    def test_people_can_use_them(self):
        self.use("docs.mjs", "docs", "docs-run", "front", "redoc")


class TaskPages(Used):
    @classmethod
    def control_plane(cls):
        cls.settings = {"allowlist.tasks": "hello,development/flytesnacks/hello,development/flytesnacks/odd.types"}
        return cls.enterClassContext(daemon.sandbox(cls.folder, "--tasks", tasks_with(cls.folder, ODD)))

    def test_people_who_are_known_see_single_tasks(self):
        self.use("tasks.mjs", "docs-task")


if __name__ == "__main__":
    unittest.main()
