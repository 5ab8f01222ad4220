"""The parts of the load suite. Each module has run(suite) -> report.Part; NEEDS names what it cannot do without."""
