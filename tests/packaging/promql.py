"""Which metrics and labels an expression of PromQL names."""

import re

WORDS = {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right"}
TEXT = re.compile(r'"(?:\\.|[^"\\])*"')
MATCHERS = re.compile(r"\{([^}]*)\}")
GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
NAME = re.compile(r"(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\s*\()(?![\w:])")


def names(expression):
    """The metrics that an expression names."""
    bare = GROUPING.sub(" ", MATCHERS.sub(" ", TEXT.sub('""', expression)))
    bare = re.sub(r"\[[^\]]*\]", " ", bare)
    return {name for name in NAME.findall(bare) if name not in WORDS}


def labels(expression):
    """The labels that an expression groups or matches by, whichever metric has them."""
    bare = TEXT.sub('""', expression)
    matched = [matcher.split("=")[0].split("!")[0] for part in MATCHERS.findall(bare) for matcher in part.split(",")]
    grouped = [label for part in GROUPING.findall(MATCHERS.sub(" ", bare)) for label in part.split(",")]
    return {label.strip() for label in matched + grouped} - {""}
