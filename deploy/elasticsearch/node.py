"""A real Elasticsearch node, or a cluster of them, on loopback: the server's own jars from Maven Central on Debian's Java.

``make elasticsearch`` runs one in the foreground; the tests start theirs with :func:`start` and :func:`start_cluster`.
The jars hold the core server: neither x-pack (no security, no ILM) nor the modules (no reindex, no scripts, no custom
analysers). What Kho Tin uses works there and on a full distribution alike. Needs nothing but the standard library.
"""

from __future__ import annotations

import fcntl
import hashlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from archive.command_line import Parser

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
MAIN = HERE / "LoopbackNode.java"
CACHE_VARIABLE = "KHOTIN_ELASTICSEARCH_CACHE"
HOST = "127.0.0.1"
PACKAGES = {"java": "openjdk-17-jdk-headless", "javac": "openjdk-17-jdk-headless", "mvn": "maven"}
START_SECONDS = 180.0
"""How long a node may take until it answers; 3 to 5 s on two cores, more while other work runs."""
STOP_SECONDS = 60.0
"""How long a node may take to close before it is killed; about 1 s."""

HEAP = ("-Xms512m", "-Xmx512m")
"""Java options of a node that is given no others."""
SOON_READY = (*HEAP, "-XX:TieredStopAtLevel=1")
"""Java options for many short lives: ready in 3.0 s instead of 4.4 and for half the CPU, but slower under a long load."""
PORTS = range(20000, 32000)
"""Below the ports that Linux gives to outgoing connections: one of those could sit on a stopped node's port when it comes back."""

Setting = str | int | bool | Sequence[str]


class NodeError(Exception):
    """A node that cannot be made or started; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Jars:
    """What every node of one version shares, read only."""

    lib: Path
    modules: Path
    classes: Path


def version() -> str:
    """The Elasticsearch version that pom.xml pins."""
    found = ElementTree.parse(POM).findtext(".//{*}elasticsearch.version")
    assert found is not None, "pom.xml names no version"
    return found


def cache_folder() -> Path:
    """Where the jars of this version are kept, outside the checkout; ``KHOTIN_ELASTICSEARCH_CACHE`` names another place."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get(CACHE_VARIABLE) or Path(home, "khotin", "elasticsearch")) / version()


def _jars(folder: Path) -> Jars:
    source = hashlib.sha256(MAIN.read_bytes()).hexdigest()[:8]
    return Jars(folder / "lib", folder / "modules", folder / f"classes-{source}")


def missing() -> str | None:
    """One line naming the Debian packages that this machine lacks for a node; None when it can run one.

    Maven and the compiler are needed only until the cache is filled."""
    jars = _jars(cache_folder())
    needed = ["java"]
    needed += [] if jars.classes.is_dir() else ["javac"]
    needed += [] if jars.lib.is_dir() else ["mvn"]
    packages = dict.fromkeys(PACKAGES[tool] for tool in needed if shutil.which(tool) is None)
    return f"Elasticsearch needs Java 17 and Maven: apt-get install {' '.join(packages)}" if packages else None


def prepare() -> Jars:
    """The jars and the compiled main class, fetched by Maven the first time (40 MB). NodeError where it cannot be done."""
    if line := missing():
        raise NodeError(line)
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    jars = _jars(folder)
    with (folder / ".lock").open("w") as lock:
        # Two test runs may begin together; the second waits for the first one's jars.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.lib.is_dir():
            _fetch(folder, jars)
        if not jars.classes.is_dir():
            _compile(jars)
    return jars


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    """A folder that takes its name only when the block succeeds: a download cut short leaves nothing that looks whole."""
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    yield new
    new.rename(folder)


def _fetch(folder: Path, jars: Jars) -> None:
    print(f"fetching Elasticsearch {version()} from Maven Central into {folder} (40 MB, once)", file=sys.stderr)
    shutil.rmtree(jars.modules, ignore_errors=True)
    with _fresh(jars.lib) as lib, _fresh(jars.modules) as modules:
        command = ["mvn", "--quiet", "--batch-mode", "--strict-checksums", f"--file={POM}"]
        _run([*command, "dependency:copy-dependencies", f"-DoutputDirectory={lib}"], "Maven could not fetch the jars")
        module = modules / "transport-netty4"
        module.mkdir()
        for jar in [*lib.glob("netty-*.jar"), *lib.glob("transport-netty4-*.jar")]:
            jar.rename(module / jar.name)
        with zipfile.ZipFile(next(module.glob("transport-netty4-*.jar"))) as plugin:
            descriptor = plugin.read("META-INF/es-plugins/transport-netty4/plugin-descriptor.properties")
        (module / "plugin-descriptor.properties").write_bytes(descriptor)


def _compile(jars: Jars) -> None:
    with _fresh(jars.classes) as classes:
        _run(["javac", "--class-path", f"{jars.lib}/*", "-d", str(classes), str(MAIN)], "javac could not compile LoopbackNode.java")


def _run(command: list[str], complaint: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if "ERROR" in line or "error:" in line] or done.stdout.splitlines() or [""]
        raise NodeError(f"{complaint}: {lines[0].strip()}")


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on now, in no order."""
    ports: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        if len(ports) == count:
            break
        with suppress(NodeError):
            _refuse_taken(port)
            ports.append(port)
    return ports


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        # As the node itself does: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise NodeError(
                f"port {port} of {HOST} cannot be used ({error.strerror}): stop what listens there or name another one"
            ) from None


@dataclass(slots=True)
class Node:
    """One Elasticsearch process and its home folder (config, data, logs, snapshots)."""

    home: Path
    http_port: int
    transport_port: int
    settings: dict[str, Setting]
    java: tuple[str, ...] = HEAP
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address of its HTTP interface, without a slash at the end."""
        return f"http://{HOST}:{self.http_port}"

    @property
    def name(self) -> str:
        """The node's name in the cluster."""
        return str(self.settings["node.name"])

    @property
    def log(self) -> Path:
        """What the node printed, of all its starts."""
        return self.home / "logs" / "node.log"

    @property
    def snapshots(self) -> Path:
        """The folder that snapshot repositories may be made in."""
        return Path(str(self.settings["path.repo"]))

    @property
    def running(self) -> bool:
        """Whether the process lives (a paused one does)."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id. NodeError when the node does not run."""
        if self._process is None or not self.running:
            raise NodeError(f"node {self.name} does not run")
        return self._process.pid

    def launch(self) -> None:
        """Start the process without waiting until it answers (see :meth:`wait`)."""
        jars = prepare()
        for port in (self.http_port, self.transport_port):
            _refuse_taken(port)
        self._lay_out(jars)
        command = ["java", *self.java, "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", f"-Djava.io.tmpdir={self.home / 'tmp'}"]
        # Only on the module path does the server find its providers; on the class path its plugin loader fails.
        command += ["--module-path", str(jars.lib), "--add-modules", "ALL-MODULE-PATH", "--class-path", str(jars.classes)]
        with self.log.open("ab") as log:
            # A session of its own, so that Ctrl-C reaches only the starter, which then stops the node in order.
            self._process = subprocess.Popen(
                [*command, MAIN.stem, str(self.home)], stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )

    def _lay_out(self, jars: Jars) -> None:
        for name in ("config", "data", "logs", "plugins", "tmp"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        self.snapshots.mkdir(parents=True, exist_ok=True)
        modules = self.home / "modules"
        modules.unlink(missing_ok=True)
        modules.symlink_to(jars.modules)
        # JSON is YAML, and needs no thought about quoting.
        (self.home / "config" / "elasticsearch.yml").write_text(json.dumps(self.settings, indent=1), encoding="utf-8")

    def wait(self, *, status: str = "yellow", nodes: int = 1, seconds: float = START_SECONDS) -> None:
        """Return when the cluster that this node sees has ``nodes`` nodes and at least this health. NodeError with the
        node's own last word when it died, or after ``seconds``."""
        question = f"/_cluster/health?wait_for_status={status}&wait_for_nodes=%3E%3D{nodes}&timeout=2s"
        deadline = time.monotonic() + seconds
        while not self._answers(question):
            if not self.running:
                raise NodeError(f"node {self.name} did not start: {self._last_word()} (log: {self.log})")
            if time.monotonic() > deadline:
                raise NodeError(f"node {self.name} is not {status} after {seconds:.0f} s (log: {self.log})")
            time.sleep(0.1)

    def _answers(self, question: str) -> bool:
        connection = http.client.HTTPConnection(HOST, self.http_port, timeout=10)
        try:
            connection.request("GET", question)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _last_word(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() or ["nothing in the log"]
        failed = [line.removeprefix("failed: ") for line in lines if line.startswith("failed: ")]
        return (failed or lines)[-1]

    def stop(self) -> None:
        """Close the node in order (SIGTERM) and wait for its end; kill it when it does not close. Paused or ended is fine."""
        if self._process is None:
            return
        if self.running:
            self.resume()
            self._process.terminate()
        try:
            self._reap(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the process at once, as ``kill -9`` does, and wait for its end."""
        os.kill(self.pid, signal.SIGKILL)
        self._reap()

    def pause(self) -> None:
        """Stop the process from running (SIGSTOP): the port stays open and nothing answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused process go on (SIGCONT)."""
        os.kill(self.pid, signal.SIGCONT)

    def restart(self, settings: Mapping[str, Setting] | None = None, *, status: str = "yellow") -> None:
        """Stop the node if it runs, start it on the same ports and data with these settings changed, wait until it answers."""
        self.stop()
        self.settings.update(settings or {})
        self.launch()
        self.wait(status=status)

    def wait_for_exit(self) -> int:
        """Block until the process ends by itself; its exit code."""
        assert self._process is not None, "launch() comes first"
        return self._process.wait()

    def _reap(self, seconds: float | None = None) -> None:
        assert self._process is not None
        self._process.wait(seconds)
        if self._process.stdin is not None:
            self._process.stdin.close()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Several nodes that know each other."""

    nodes: tuple[Node, ...]

    @property
    def urls(self) -> list[str]:
        """The addresses of all nodes, running or not."""
        return [node.url for node in self.nodes]

    def wait(self, *, status: str = "green", nodes: int | None = None) -> None:
        """Return when every running node sees ``nodes`` members (default: all) and at least this health."""
        for node in self.nodes:
            if node.running:
                node.wait(status=status, nodes=nodes or len(self.nodes))

    def stop(self) -> None:
        """Stop all nodes."""
        for node in self.nodes:
            node.stop()


def _node(home: Path, http_port: int, transport_port: int, settings: Mapping[str, Setting], java: tuple[str, ...]) -> Node:
    home = home.absolute()
    own: dict[str, Setting] = {
        "cluster.name": "khotin",
        "node.name": "node-1",
        "network.host": HOST,
        "http.port": http_port,
        "transport.port": transport_port,
        # An index that nobody made on purpose would have a mapping that nobody wrote.
        "action.auto_create_index": False,
        "path.repo": str(home / "snapshots"),
    }
    return Node(home, http_port, transport_port, {**own, **settings}, java)


def start(
    home: Path,
    *,
    http_port: int | None = None,
    transport_port: int | None = None,
    settings: Mapping[str, Setting] | None = None,
    java: tuple[str, ...] = HEAP,
) -> Node:
    """One node on loopback that answers. Ports not given are free ones; ``home`` is made when missing and keeps its data;
    ``java`` are options of the virtual machine.

    NodeError (one line) without Java, on a taken port, a wrong setting or data of another version."""
    ports = free_ports(2)
    node = _node(home, http_port or ports[0], transport_port or ports[1], {"discovery.type": "single-node", **(settings or {})}, java)
    with _stopped_on_failure((node,)):
        node.launch()
        node.wait()
    return node


def start_cluster(home: Path, *, size: int = 3, settings: Mapping[str, Setting] | None = None, java: tuple[str, ...] = HEAP) -> Cluster:
    """``size`` nodes on free ports of loopback, in ``home/node-1`` and so on, that have found each other and are green."""
    ports = free_ports(2 * size)
    names = [f"node-{number}" for number in range(1, size + 1)]
    common: dict[str, Setting] = {
        "discovery.seed_hosts": [f"{HOST}:{port}" for port in ports[size:]],
        "cluster.initial_master_nodes": names,
        # All nodes of a cluster share the folder of the snapshots.
        "path.repo": str(home.absolute() / "snapshots"),
        **(settings or {}),
    }
    nodes = tuple(
        _node(home / name, http, transport, {**common, "node.name": name}, java)
        for name, http, transport in zip(names, ports[:size], ports[size:], strict=True)
    )
    cluster = Cluster(nodes)
    with _stopped_on_failure(nodes):
        for node in nodes:
            node.launch()
        cluster.wait()
    return cluster


@contextmanager
def _stopped_on_failure(nodes: Sequence[Node]) -> Iterator[None]:
    with ExitStack() as stack:
        for node in nodes:
            stack.callback(node.stop)
        yield
        stack.pop_all()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one node in the foreground until Ctrl-C; 1 with one line on standard error when it cannot run."""
    parser = Parser(prog="python -m deploy.elasticsearch.node", description="An Elasticsearch node on loopback.")
    parser.add_argument("--home", type=Path, default=Path("build/elasticsearch"), help="its folder (default: %(default)s)")
    parser.add_argument("--port", type=int, default=9200, help="HTTP port; transport uses the one 100 above (default: %(default)s)")
    parser.add_argument("--heap", default="512m", help="Java heap (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        node = start(options.home, http_port=options.port, transport_port=options.port + 100, java=_heap(options.heap))
    except NodeError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return _serve(node)


def _heap(size: str) -> tuple[str, ...]:
    return (f"-Xms{size}", f"-Xmx{size}")


def _serve(node: Node) -> int:
    try:
        print(f"Elasticsearch {version()} answers at {node.url} (data and log in {node.home}; Ctrl-C stops it)", flush=True)
        code = node.wait_for_exit()
    except KeyboardInterrupt:
        return 0
    finally:
        node.stop()
    print(f"the node ended by itself with code {code} (log: {node.log})", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
