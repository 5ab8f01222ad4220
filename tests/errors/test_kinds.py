"""Each kind of error that the code has can be met, bears its word and its status, and stands in docs/errors.md with what was answered."""

import re
import subprocess
import sys
import unittest

import daemon
from errors_page import PAGE, page
from provocations import OUT_OF_REACH, PROVOCATIONS, Servers

HOST = PAGE.parents[1] / "host"
TYPE = r"(missing|json_invalid|\w+_(?:type|parsing|error|equal|short|long))"  # of a mistake in a request


def kinds():
    """(word, status, meaning) of each kind of the code, in its order."""
    listing = subprocess.run([daemon.BUILD / "tests/error-kinds"], capture_output=True, text=True, check=True).stdout
    return [(word, int(status), meaning) for word, status, meaning in (line.split("\t") for line in listing.splitlines())]


def provoked():
    """What servers answered: {kind: Answer}; and what they logged."""
    with Servers() as servers:
        answers = {kind: provoke(servers) for kind, provoke in PROVOCATIONS.items()}
    return answers, servers.log


def bodies(answers):
    return {**{kind: answer.body for kind, answer in answers.items()}, **{kind: {"detail": words} for kind, words in OUT_OF_REACH.items()}}


class Kinds(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.kinds = kinds()
        cls.answers, cls.log = provoked()

    def test_words_are_words_and_stand_for_one_kind_each(self):
        words = [word for word, _, _ in self.kinds]
        self.assertEqual(len(words), len(set(words)))
        for word in words:
            self.assertRegex(word, r"^[a-z][a-z_]{2,40}$")

    def test_each_kind_is_met(self):
        self.assertEqual({word for word, _, _ in self.kinds}, set(PROVOCATIONS) | set(OUT_OF_REACH))

    def test_what_is_met_is_of_the_kind_and_has_its_status(self):
        for word, status, _ in self.kinds:
            if word in PROVOCATIONS:
                answer = self.answers[word]
                self.assertEqual((word, status or answer.status), (answer.kind, answer.status), answer)
                self.assertEqual({"detail"}, set(answer.body))

    def test_what_cannot_be_met_is_told_in_these_words(self):
        sources = "".join(file.read_text() for file in (HOST / "http").iterdir())
        for kind, words in OUT_OF_REACH.items():
            enumerator = kind.title().replace("_", "")
            self.assertIn(f'ErrorKind::{enumerator}, "{words}"', sources)

    def test_the_log_has_the_kinds(self):
        logged = set(re.findall(r'"error":"(\w+)"', self.log))
        self.assertEqual(set(PROVOCATIONS), logged & set(PROVOCATIONS))

    def test_the_page_is_what_the_code_says(self):
        self.assertEqual(page(self.kinds, bodies(self.answers)), PAGE.read_text(), "run BUILD=build/dev tests/errors/write-page")

    def test_the_page_has_each_type_of_mistake(self):
        told = set()
        for file in [*(HOST / "endpoints").glob("*.cpp"), HOST.parent / "sdk/include/flyte_webhook/plugin/invalid_parameter.h"]:
            told |= set(re.findall(f'"{TYPE}"', file.read_text()))
        _, section = PAGE.read_text().split("## What is wrong with a request")
        self.assertEqual(told, set(re.findall(f"`{TYPE}`", section)))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page(kinds(), bodies(provoked()[0])))
    else:
        unittest.main()
