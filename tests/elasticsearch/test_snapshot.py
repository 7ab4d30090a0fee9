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

from deploy.elasticsearch.node import Node
from indexer.query import query
from tests.elasticsearch.engines import engine_for
from tests.elasticsearch.fixtures import delete_all
from tests.indexer.articles import documents, generated

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


def test_a_deleted_index_comes_back_from_its_snapshot_with_its_alias_and_its_position(
    elasticsearch_node: Node, elasticsearch_client: Elasticsearch, tmp_path: Path
) -> None:
    client = elasticsearch_client
    engine = engine_for(elasticsearch_node.url, tmp_path, "khotin")
    try:
        before = engine.build(documents(generated(100)), sequence=100)
        assert before.version == INDEX
        _run("register", elasticsearch_node)
        _run("snapshot", elasticsearch_node)
        assert engine.update(documents(generated(101)), sequence=101).documents == 101
        _run("restore", elasticsearch_node)
        assert engine.status() == before
        assert engine.search(query("bản tin")).total == 100
        assert engine.update(documents(generated(101)), sequence=101).documents == 101
        _run("forget", elasticsearch_node)
        with pytest.raises(NotFoundError, match="snapshot_missing_exception"):
            client.snapshot.get(repository="khotin", snapshot="2026-11-24")
    finally:
        client.options(ignore_status=404).snapshot.delete_repository(name="khotin")
        delete_all(client, ALIAS)
