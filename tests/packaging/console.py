"""The commands of a page, typed into one shell, and what comes out held against what the page says."""

import re
import secrets

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def commands(page):
    """[(command, [expected line])] of a page's console blocks."""
    found = []
    for block in BLOCK.findall(page.read_text()):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def fits(expected, lines):
    """Whether lines are as expected, where `...` stands for any text, alone for any lines."""
    pattern = ""
    for line in expected:
        pattern += r"(?:.*\n)*?" if line == "..." else ".*?".join(map(re.escape, line.split("..."))) + "\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


class Shell:
    """Types commands into a running bash, given as a process with pipes for both. Ends with the process."""

    def __init__(self, process):
        self._process = process

    def type(self, command):
        """The exit status and the lines that came out, both streams."""
        mark = secrets.token_hex(8)
        self._process.stdin.write(f"{{ {command}\n}} 2>&1 </dev/null; printf '\\n%s %s\\n' {mark} $?\n")
        self._process.stdin.flush()
        lines = []
        for line in self._process.stdout:
            if line.startswith(mark):
                if lines and not lines[-1]:
                    lines.pop()  # which the mark began with
                return int(line.split()[1]), lines
            lines.append(line.rstrip("\n"))
        raise AssertionError(f"the shell ended at: {command}\n" + "\n".join(lines))
