"""Tables and targets, as Markdown and as JSON."""
import json
import re
from dataclasses import asdict, dataclass, field


@dataclass
class Table:
    title: str
    head: tuple
    rows: list

    def markdown(self):
        lines = [f"**{self.title}**", ""] if self.title else []
        lines += [row(self.head), "|" + "---|" * len(self.head)]
        return "\n".join(lines + [row(r) for r in self.rows])


@dataclass
class Target:
    what: str
    wanted: str
    seen: str
    met: bool


@dataclass
class Part:
    """What one part found. `command` makes it again."""
    name: str
    tables: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    error: str = ""
    command: str = ""
    seconds: float = 0

    def at_most(self, what, seen, most, unit="", digits=2):
        """Notes a target: the value seen may be `most` at the most."""
        self.targets.append(Target(what, f"at most {most:g}{unit}", f"{seen:.{digits}f}{unit}", seen <= most))

    def holds(self, what, wanted, seen, met):
        self.targets.append(Target(what, str(wanted), str(seen), bool(met)))

    def markdown(self):
        pieces = [t.markdown() for t in self.tables]
        if self.targets:
            pieces.append(targets_table(self.targets).markdown())
        pieces += [f"- {n}" for n in self.notes]
        if self.error:
            pieces.append(f"Not measured: {self.error}")
        return "\n\n".join(pieces)


def row(cells):
    return "| " + " | ".join(str(c).replace("|", "\\|").replace("\n", " ") for c in cells) + " |"


def targets_table(targets):
    return Table("", ("target", "wanted", "seen", ""), [(t.what, t.wanted, t.seen, "met" if t.met else "**missed**") for t in targets])


def as_markdown(about, parts):
    lines = [f"Made {about['when']} on {about['machine']}; {about['server']}.", ""]
    for p in parts:
        lines += [f"## {p.name}", "", f"`{p.command}` ({p.seconds:.0f} s)", "", p.markdown(), ""]
    return "\n".join(lines)


def as_json(about, parts):
    return json.dumps({**about, "parts": [asdict(p) for p in parts]}, indent=1)


def write_between(text, name, content):
    """The page with `content` between the markers of that name; KeyError when it has no such markers."""
    begin, end = f"<!-- load:{name} -->", f"<!-- /load:{name} -->"
    pattern = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.S)
    if not pattern.search(text):
        raise KeyError(begin)
    return pattern.sub(lambda _: f"{begin}\n{content}\n{end}", text)
