"""The list of metrics, packaging/prometheus/metrics.txt."""

import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PROMETHEUS = PROJECT / "packaging/prometheus"


class Metric:
    def __init__(self, line):
        self.name, self.type, labels, self.help = (part.strip() for part in line.split("|"))
        self.labels = [label for label in labels.split(",") if label]

    def series(self):
        """{name of a series: its labels} as they are scraped."""
        if self.type != "histogram":
            return {self.name: set(self.labels)}
        labels = set(self.labels)
        return {f"{self.name}_bucket": labels | {"le"}, f"{self.name}_sum": labels, f"{self.name}_count": labels}


def listed():
    lines = (PROMETHEUS / "metrics.txt").read_text().splitlines()
    return [Metric(line) for line in lines if line and not line.startswith("#")]


def series():
    """{name of a series: its labels} of all metrics."""
    return {name: labels for metric in listed() for name, labels in metric.series().items()}


def exposition():
    """A scrape in which each metric has one sample."""
    text = ""
    for metric in listed():
        text += f"# HELP {metric.name} {metric.help}\n# TYPE {metric.name} {metric.type}\n"
        for name, labels in metric.series().items():
            values = ",".join(f'{label}="{"+Inf" if label == "le" else "x"}"' for label in sorted(labels))
            text += f"{name}{{{values}}} 1\n" if values else f"{name} 1\n"
    return text
