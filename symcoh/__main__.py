"""`python -m symcoh`, and the console script: an interrupt is one sentence, also while the modules load."""

import os
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    try:
        from .cli.main import run as command_line

        command_line()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            os.write(2, b"symcoh: Interrupted.\n")
        # Nothing more is left to say: a second interrupt, while the interpreter shuts down, would print a traceback.
        os._exit(130)


if __name__ == "__main__":
    run()
