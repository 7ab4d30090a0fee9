"""Snapshot and restore, by the commands that docs/deploy.md tells its readers."""

from __future__ import annotations

import http.client
import re
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import bulk

from deploy.elasticsearch.node import Node
from tests.elasticsearch.fixtures import delete_all

PAGE = Path(__file__).parents[2] / "docs" / "deploy.md"
INDEX, ALIAS = "khotin-articles-1", "khotin-articles"

pytestmark = pytest.mark.elasticsearch


def _commands(step: str) -> list[Namespace]:
    """The curl commands of the page's block that is marked with this step."""
    block = re.search(rf"<!-- run by \S+: {step} -->\n```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None, step
    parser = ArgumentParser()
    parser.add_argument("curl")
    parser.add_argument("-fsS", action="store_true")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-H", dest="header")
    parser.add_argument("-d", dest="body")
    parser.add_argument("url", type=urlsplit)
    return [parser.parse_args(shlex.split(line)) for line in block[1].replace("\\\n", " ").splitlines()]


def _run(step: str, node: Node) -> None:
    """Do what the page says, on this node and in its folder."""
    for command in _commands(step):
        path = f"{command.url.path}?{command.url.query}".rstrip("?")
        name, _, value = (command.header or "Accept: */*").partition(": ")
        body = (command.body or "").replace("/snapshots/", f"{node.snapshots}/").encode()
        connection = http.client.HTTPConnection("127.0.0.1", node.http_port)
        connection.request(command.method, path, body or None, {name: value})
        response = connection.getresponse()
        said = response.read().decode()
        connection.close()
        assert response.status == 200, said


def test_a_deleted_index_comes_back_from_its_snapshot_with_its_alias(elasticsearch_node: Node, elasticsearch_client: Elasticsearch) -> None:
    client = elasticsearch_client
    client.indices.create(index=INDEX, aliases={ALIAS: {}}, settings={"number_of_replicas": 0})
    bulk(client, ({"_index": INDEX, "_id": str(number), "keys": "họp"} for number in range(100)))
    try:
        _run("register", elasticsearch_node)
        _run("snapshot", elasticsearch_node)
        client.index(index=INDEX, id="after", document={"keys": "after the snapshot"})
        _run("restore", elasticsearch_node)
        client.indices.refresh(index=ALIAS)
        assert client.count(index=ALIAS)["count"] == 100
        _run("forget", elasticsearch_node)
        with pytest.raises(NotFoundError, match="snapshot_missing_exception"):
            client.snapshot.get(repository="khotin", snapshot="2026-11-24")
    finally:
        client.options(ignore_status=404).snapshot.delete_repository(name="khotin")
        delete_all(client, "khotin-")
