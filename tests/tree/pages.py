"""What the pages say agrees with the files that they speak of."""

import re
import unittest

from sources import PROJECT

LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def read(name):
    return (PROJECT / name).read_text()


def listed():
    """{package: purpose} of packaging/dependencies."""
    rows = [re.split(r" *\| *", line) for line in read("packaging/dependencies").splitlines() if line and not line.startswith("#")]
    return {package: purpose for package, purpose, _ in rows}


class Pages(unittest.TestCase):
    def test_every_dependency_has_package_purpose_and_reason(self):
        for line in read("packaging/dependencies").splitlines():
            if not line.startswith("#"):
                self.assertRegex(line, r"^[a-z0-9][a-z0-9+.-]+ +\| (build|package|test|run) +\| \w.*$")

    def test_the_page_of_dependencies_has_each_package_once_under_its_purpose(self):
        page = re.findall(r"^\| `([^`]+)` \| (\w+) \|", read("docs/dependencies.md"), re.M)
        self.assertEqual(sorted(page), sorted(listed().items()))

    def test_every_link_leads_to_a_file(self):
        for page in [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("sdk/**/*.md")]:
            for target in LINK.findall(page.read_text()):
                if "://" not in target:
                    self.assertTrue((page.parent / target).exists(), f"{page.relative_to(PROJECT)} links to {target}, which is not there")

    def test_the_change_log_has_the_version_that_is_built(self):
        version = re.search(r"project\(\S+ VERSION (\S+)", read("CMakeLists.txt")).group(1)
        self.assertRegex(read("CHANGELOG.md"), rf"(?m)^## {re.escape(version)}\b")


if __name__ == "__main__":
    unittest.main()
