# Two commands: make demo, make test. Everything else is for those who work on Parvis.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PARVIS_DATA_DIR ?= $(CURDIR)/data
STAMP := $(VENV)/.parvis-installed

.PHONY: help setup dev demo test test-postgres test-e2e weight screens test-wheel check messages acceptance acceptance-postgres clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Parvis needs Python 3.11 or newer, and $(PYTHON) is not here. Install it (Debian: apt install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Parvis needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null && $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make a virtual environment here (Debian: apt install python3-venv)."; exit 1; }

$(STAMP): pyproject.toml | $(VENV)/bin/python
	@echo "Installing Parvis and what it needs…"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[postgres,redis]'
	@touch $@

setup: $(STAMP) ## Prepare .venv, with .venv/bin/parvis

$(VENV)/.parvis-dev: pyproject.toml $(STAMP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group dev
	@touch $@

dev: $(VENV)/.parvis-dev ## Prepare .venv for those who work on Parvis

demo: $(STAMP) ## Run the whole product on real territories
	@$(BIN)/parvis demo --port $(PORT)

test: dev ## Run the tests (SQLite)
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not e2e and not slow" tests

test-postgres: dev ## Run the same tests on PostgreSQL (DATABASE_URL)
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(BIN)/python -m pytest -q -n auto --dist worksteal -m "not e2e and not slow" tests

test-e2e: dev ## Drive a real browser (Debian: apt install chromium)
	$(BIN)/python -m pytest -q -n auto --dist worksteal --timeout 300 -m e2e tests/e2e

weight: dev ## Weigh first views in the browser, against the budget
	$(BIN)/python -m tools.weight

screens: dev ## Draw docs/screens again
	$(BIN)/python -m tools.screens

test-wheel: dev ## Build the wheel, install it alone, see that it runs
	$(BIN)/python tools/wheel_smoke.py

check: dev ## Lint, types, import contracts, missing migrations and translations
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/lint-imports
	PARVIS_SECRET_KEY=check $(BIN)/mypy
	PARVIS_SECRET_KEY=check $(BIN)/python -m django makemigrations --check --dry-run --settings parvis.config.settings
	$(BIN)/python tools/messages.py --check

messages: dev ## Rebuild the translations from src/parvis/locale_src
	$(BIN)/python tools/messages.py

acceptance: dev ## The long runs: real servers killed and hurried (SQLite)
	$(BIN)/python -m pytest -q -m slow tests

acceptance-postgres: dev ## The same on PostgreSQL (DATABASE_URL)
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(BIN)/python -m pytest -q -m slow tests

clean: ## Remove the virtual environment and the demonstration
	rm -rf $(VENV) data
