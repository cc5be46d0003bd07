"""`make bench`: speed and memory, printed, never asserted.

`python -m tests.benchmarks` runs all that need nothing else, `python -m tests.benchmarks NAME` one, with options.
"""

import argparse
import subprocess
import sys

from tests.benchmarks import extraction, knowledge, line, memory, reprocess, sitemaps

BENCHMARKS = {
    "extraction": extraction,
    "nlp": knowledge,
    "line": line,
    "memory": memory,
    "reprocess": reprocess,
    "sitemaps": sitemaps,
}
ON_REQUEST = {"extraction", "nlp"}
"""Those that need data or peers from elsewhere."""


def main() -> int:
    """Run the benchmark that is named, else each in a process of its own; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = parser.add_subparsers(dest="name")
    for name, module in BENCHMARKS.items():
        raw = argparse.RawDescriptionHelpFormatter
        module.add_arguments(
            names.add_parser(
                name, help=(module.__doc__ or "").splitlines()[0], description=module.__doc__, formatter_class=raw
            )
        )
    options = parser.parse_args()
    if options.name:
        BENCHMARKS[options.name].run(options)
        return 0
    return max(
        [
            subprocess.run([sys.executable, "-m", "tests.benchmarks", name]).returncode
            for name in BENCHMARKS.keys() - ON_REQUEST
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
