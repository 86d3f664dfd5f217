"""Isnad: `python app.py` opens the chat window; `python app.py --help` lists the other commands."""

import sys

from assistant.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
