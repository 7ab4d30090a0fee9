"""The commands that the documentation shows: found in its ``sh`` blocks and run as a reader would, in one shell a page.

A command that serves (the web side, the demo) is started, waited for, and ended with Ctrl-C when its page is through.
Ports are replaced by free ones, so that a page never meets what already runs on this machine.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_RUN = ("make test", "make soak", "make bench", "make quality", "git clone", "cd khotin")
"""`make test` runs these tests themselves; the others of make run for long and have checks of their own. The clone is the checkout."""
SERVING = ("make demo", "python -m webui", "flask --app webui run", "python -m samples serve", "gunicorn")


def commands(page: Path) -> list[str]:
    """The commands of a page's ``sh`` blocks, comments left out, continued lines joined."""
    text = "\n".join(_BLOCK.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")
    return [line.split(" # ")[0].strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def serves(command: str) -> bool:
    """Whether a command goes on until it is stopped."""
    return any(name in command for name in SERVING)


def free_ports(count: int) -> int:
    """The first of ``count`` neighbouring loopback ports that are free now."""
    for first in range(20_000 + os.getpid() % 20_000, 60_000, count):
        if all(_is_free(first + offset) for offset in range(count)):
            return first
    raise RuntimeError("no free ports on loopback")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def copy_of_the_project(folder: Path) -> Iterator[Path]:
    """A copy of the checkout as git would give it, with this one's virtual environment."""
    tracked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(tracked, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    for pins in folder.glob("requirements*.txt"):
        os.utime(pins, (0, 0))  # The environment is this one's, which has them: `make` must not install anew.
    (folder / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    yield folder


@dataclass
class Shell:
    """Runs a page's commands in one folder, with the environment growing by ``export`` lines as in a reader's shell."""

    folder: Path
    first_port: int
    environment: dict[str, str] = field(default_factory=dict)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "KHOTIN_SHARED") if name in os.environ}
        path = f"{self.folder}/.venv/bin:{os.environ['PATH']}"
        ports = {"PORT": str(self.port), "KHOTIN_PORT": str(self.port), "KHOTIN_SAMPLES_PORT": str(self.first_port)}
        self.environment = {**kept, **ports, "PATH": path, "PYTHONWARNINGS": "error"}

    @property
    def port(self) -> int:
        """The web side's port on this page; the sample portals have the four before it."""
        return self.first_port + 4

    def run(self, command: str) -> str:
        """Runs a command to its end, or until it serves. Gives what it wrote; raises AssertionError when it fails."""
        command = re.sub(r"127\.0\.0\.1:88(0\d)", self._samples_port, command.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}"))
        if exported := re.fullmatch(r"export (\w+)=(\S+)", command):
            self.environment[exported[1]] = exported[2]
            return ""
        return self._serve(command) if serves(command) else self._run(command)

    def _samples_port(self, found: re.Match[str]) -> str:
        return f"127.0.0.1:{self.first_port + int(found[1]) - 1}"

    def _run(self, command: str) -> str:
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"`{command}` ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done.stdout + done.stderr

    def _serve(self, command: str) -> str:
        command = command.removesuffix("&").strip()
        log = self.folder / f"serving-{len(self.servers)}.log"
        with log.open("wb") as target:
            server = subprocess.Popen(
                ["bash", "-c", f"exec {command}"],
                cwd=self.folder,
                env=self.environment,
                stdout=target,
                stderr=target,
                start_new_session=True,
            )
        self.servers.append(server)
        port = self.first_port if "samples serve" in command else self.port
        while not answers(port):
            assert server.poll() is None, f"`{command}` ended with {server.returncode}:\n{log.read_text('utf-8')[-3000:]}"
            time.sleep(0.2)
        return log.read_text("utf-8")

    def close(self) -> None:
        """Ends what serves, as Ctrl-C would: the signal goes to the command's own process group."""
        for server in reversed(self.servers):
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGINT)
                server.wait()


def answers(port: int) -> bool:
    """Whether a web server answers on a loopback port."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
    return True
