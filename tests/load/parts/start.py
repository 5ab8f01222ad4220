"""From exec to the first answered /health, and what a server that has just started takes."""
import statistics

from bench.processes import memory, threads
from bench.report import Table
from bench.servers import Webhook

NEEDS = set()


def run(suite, part):
    times, resident, counts = [], [], []
    for _ in range(5 if suite.quick else 20):
        with Webhook(suite, wait=False) as server:
            times.append(server.wait_until(server.answers_health, pause=0.0002) * 1000)
            resident.append(memory(server.pid))
            counts.append(threads(server.pid))
    rows = [(name, f"{statistics.median(v):.1f}", f"{min(v):.1f}", f"{max(v):.1f}")
            for name, v in (("exec to the first answered /health, ms", times), ("resident memory then, MiB", resident), ("threads then", counts))]
    part.tables.append(Table(f"Start with all groups, {len(times)} times", ("", "median", "least", "most"), rows))
    part.at_most("exec to first answered /health", statistics.median(times), 60, " ms", 1)
    part.at_most("resident memory after the start", statistics.median(resident), 40, " MiB", 1)
