"""nginx before a node, with TLS by an own authority and an API key: deploy/elasticsearch/nginx.conf as it is shipped."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.elasticsearch.node import HERE, HOST, Node, free_ports

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
LOOPBACK_NAMES = "IP:127.0.0.1,DNS:localhost"
AROUND = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/khotin.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Front:
    """The door: its address, the certificate of the authority that vouches for it, the key that opens it, its logs."""

    url: str
    authority: Path
    key: str
    logs: tuple[Path, ...]


def make_authority(folder: Path, name: str = "authority") -> Path:
    """An own certificate authority, ``name.crt`` (given back) and ``name.key`` in the folder."""
    certificate = folder / f"{name}.crt"
    # The extensions are those that OpenSSL's strict checking (Python 3.13 on) asks of an authority.
    extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign", "subjectKeyIdentifier=hash"]
    added = [word for extension in extensions for word in ("-addext", extension)]
    _openssl(
        "req", "-x509", *_new_key(folder / f"{name}.key"), "-days", "2", "-subj", f"/CN=Kho Tin {name}", *added, "-out", str(certificate)
    )
    return certificate


def make_certificate(authority: Path, name: str, names: str = LOOPBACK_NAMES) -> Path:
    """A server's certificate for these names, beside its authority: ``name.crt`` (given back) and ``name.key``."""
    folder = authority.parent
    certificate, request, extensions = folder / f"{name}.crt", folder / f"{name}.csr", folder / f"{name}.ext"
    extensions.write_text(f"subjectAltName={names}\nbasicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n", encoding="utf-8")
    _openssl("req", "-new", *_new_key(folder / f"{name}.key"), "-subj", f"/CN={name}", "-out", str(request))
    signed_by = ["-CA", str(authority), "-CAkey", str(authority.with_suffix(".key")), "-CAcreateserial", "-days", "2"]
    _openssl("x509", "-req", "-in", str(request), *signed_by, "-extfile", str(extensions), "-out", str(certificate))
    return certificate


def _new_key(file: Path) -> list[str]:
    return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(file)]


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


@contextmanager
def opened(folder: Path, node: Node, names: str = LOOPBACK_NAMES) -> Iterator[Front]:
    """nginx before this node while the block runs; its certificate is for ``names``."""
    (port,) = free_ports(1)
    authority = make_authority(folder)
    make_certificate(authority, "server", names)
    key = secrets.token_hex(32)
    _write_configuration(folder, port, node.http_port, key)
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")])
    try:
        _wait_until_open(process, port, folder / "error.log")
        yield Front(f"https://{HOST}:{port}", authority, key, (folder / "access.log", folder / "error.log"))
    finally:
        process.terminate()
        process.wait()


def _write_configuration(folder: Path, port: int, upstream: int, key: str) -> None:
    shipped = (HERE / "nginx.conf").read_text(encoding="utf-8")
    changes = {"listen 9243": f"listen {HOST}:{port}", "server 127.0.0.1:9200": f"server {HOST}:{upstream}", "/etc/khotin/": f"{folder}/"}
    for shown, used in changes.items():
        assert shown in shipped, shown
        shipped = shipped.replace(shown, used)
    (folder / "khotin.conf").write_text(shipped, encoding="utf-8")
    (folder / "api-keys.conf").write_text(f'"ApiKey {key}" 1;\n', encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")


def _wait_until_open(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while True:
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.02)
        else:
            return
