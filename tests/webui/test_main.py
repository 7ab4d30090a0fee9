"""``python -m webui`` as people start it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.settings import Settings
from tests.webui.sample_archive import make_archive
from webui.__main__ import REFUSED
from webui.security import HEADERS


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive on the embedded engine: what is served is another file's part."""
    return make_archive(tmp_path_factory.mktemp("main"))


def environment(**settings: object) -> dict[str, str]:
    return os.environ | {f"KHOTIN_{name.upper()}": str(value) for name, value in settings.items()}


def run(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "webui", *arguments], env=environment(**settings), capture_output=True, text=True, check=False
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_port_in_use_is_one_line(served: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = run(home=served.home, port=port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in one_line(done)
    assert "KHOTIN_PORT" in one_line(done)


def test_a_missing_data_folder_is_one_line(tmp_path: Path) -> None:
    plain_file = tmp_path / "plain"
    plain_file.write_text("")
    for home in (tmp_path / "missing", plain_file, plain_file / "below"):
        done = run(home=home)
        assert done.returncode == 1
        assert "KHOTIN_HOME" in one_line(done)


@pytest.mark.parametrize(("name", "value"), [("port", "abc"), ("port", "0"), ("engine", "nosuch")])
def test_a_setting_that_cannot_be_used_is_a_usage_error(served: Settings, name: str, value: str) -> None:
    done = run(**{"home": served.home, name: value})
    assert done.returncode == 2
    assert f"KHOTIN_{name.upper()}" in one_line(done)


def test_an_unknown_argument_is_a_usage_error() -> None:
    done = run("--nonsense")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_it_prints_its_address_serves_and_stops_when_told(served: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "webui"],
        env=environment(home=served.home, port=free_port()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address, line + process.stderr.read()
        with urllib.request.urlopen(address[0] + "healthz") as response:
            assert response.status == 200
            assert "Server" not in response.headers
        status, headers, text = refused(address[0] + "tim-kiem?q=" + quote("ế" * 2000))
        assert (status, "ế" * 2000 in text) == (400, True), "too long for a search, and still in the box"
        for answer, code in (
            (refused(address[0] + "tim-kiem?q=" + "a" * 100_000), 431),
            (refused(address[0] + "tim-kiem", data=b"q" * 100_000), 413),
        ):
            status, headers, text = answer
            assert (status, HEADERS.items() <= headers.items(), text) == (code, True, REFUSED[code])
            assert "Server" not in headers
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
        assert "Traceback" not in process.stderr.read()


def refused(address: str, data: bytes | None = None) -> tuple[int, dict[str, str], str]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address, data)
    with caught.value as error:
        return error.code, dict(error.headers), error.read().decode()


@pytest.mark.parametrize("command", ["run", "routes"])
def test_flask_says_which_setting_cannot_be_used(tmp_path: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "webui", command],
        env=environment(home=tmp_path, port="abc"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Error: KHOTIN_PORT cannot be used")
    assert "Traceback" not in done.stderr


def test_flask_finds_the_app(served: Settings) -> None:
    command = [sys.executable, "-m", "flask", "--app", "webui", "routes"]
    done = subprocess.run(command, env=environment(home=served.home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "/tim-kiem" in done.stdout
