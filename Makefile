# make demo: the whole product on a fresh machine. make test: every test this machine can run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
ELASTICSEARCH_PORT ?= 9200

.PHONY: demo test soak bench bench-large quality lint lock install install-dev elasticsearch

# A stamp per requirements file: a changed pin installs again, an unchanged one costs nothing.
$(VENV)/.installed: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

demo: $(VENV)/.installed
	$(BIN)/python -m samples demo --port $(PORT)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m "not soak"

soak: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m soak -s

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench

bench-large: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench.large

quality: $(VENV)/.installed-dev
	$(BIN)/python -m tests.quality

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# One local node for development, in the foreground, data in build/elasticsearch; needs Java 17 and Maven, no virtual environment.
elasticsearch:
	@$(PYTHON) -m deploy.elasticsearch.node --port $(ELASTICSEARCH_PORT)

# Pins with hashes, from requirements.in and requirements-dev.in.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header requirements.in -o requirements.txt
	build/lock/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header requirements-dev.in -o requirements-dev.txt
