"""What the compose files say, read by the Compose specification's own rules (the package compose-spec)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from compose_spec import PyCompose

from deploy.elasticsearch.node import HERE, Setting

COMPOSE = HERE / "compose.yaml"
COMPOSE_CLUSTER = HERE / "compose-cluster.yaml"
DISTRIBUTION_ONLY = ("xpack.", "ingest.")
"""Settings of parts that the core node has not: it refuses to start on a setting that it does not know."""
OF_THE_NODE = ("cluster.initial_master_nodes", "discovery.seed_hosts", "node.name", "path.repo")
"""Settings that name the containers' own hosts and folders; a node on loopback has others."""


def services(file: Path) -> dict[str, Any]:
    """The services of a compose file, anchors merged. ValueError on whatever the Compose specification does not know."""
    merged = yaml.safe_load(file.read_text(encoding="utf-8"))
    compose = PyCompose.from_json(json.dumps(merged))
    compose.validate()
    services: dict[str, Any] = compose.to_dict()["services"]
    return services


def node_settings(file: Path) -> dict[str, Setting]:
    """The Elasticsearch settings of the file's first service that a core node on loopback can be started with."""
    environment: dict[str, str] = next(iter(services(file).values()))["environment"]
    return {
        name: value
        for name, value in environment.items()
        if "." in name and not name.startswith(DISTRIBUTION_ONLY) and name not in OF_THE_NODE
    }
