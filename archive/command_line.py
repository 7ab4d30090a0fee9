"""What all command lines of Kho Tin share."""

from __future__ import annotations

import argparse
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A command line, and those of its commands, whose errors are one line on standard error and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """One line, exit 2."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")
