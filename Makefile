# Everything a newcomer, a developer and CI do. `make help` lists it.
PYTHON ?= python3
PORT ?= 8080
WORKERS ?= 5
VENV := .venv
ifneq ($(shell printf '%s' '$(PORT)' | grep -cxE '[1-9][0-9]{0,4}'),1)
$(error PORT=$(PORT) is not a port: write a number, such as PORT=8081)
endif
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(shell command -v uv 2>/dev/null)
export GX_ANALYTICS_ENABLED = False
export PYTHONUTF8 = 1
unexport PYTHONDONTWRITEBYTECODE # else each of the many processes would compile all of Airflow again
export ADVISORIES

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-check up cluster cluster-check containers-check check test screenshots bench eval lint fmt clean lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## the virtual environment, from requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(not (3, 11) <= v < (3, 14) and "Newsvane needs Python 3.11, 3.12 or 3.13; this is %d.%d. Name one: make setup PYTHON=python3.12" % v[:2])'
ifneq ($(UV),)
	@echo "setting up with uv"
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	@VIRTUAL_ENV=$(VENV) $(UV) pip sync --quiet --require-hashes requirements.lock
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
else
	@echo "setting up with pip (takes a few minutes)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock --constraint requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
endif
	@touch $@

demo: $(READY) ## the whole pipeline in Airflow on a news world that ships with the project
	@$(BIN)/python -m tests.demo --port $(PORT)

demo-check: $(READY) ## the same, compared with the ground truth, and ended (PAGES=folder: on real pages)
	@$(BIN)/python -m tests.demo --port $(PORT) --check $(if $(PAGES),--pages "$(PAGES)")

up: $(READY) ## Airflow on the real watch list (include/watch), until Ctrl-C
	@$(BIN)/newsvane up --port $(PORT)

cluster: $(READY) ## the same as up on Celery: PostgreSQL, Redis and two workers on this machine, until Ctrl-C
	@$(BIN)/python -m tests.cluster --port $(PORT)

cluster-check: $(READY) ## demo-check on that cluster
	@$(BIN)/python -m tests.demo --cluster --check --port $(PORT)

containers-check: $(READY) ## demo-check in the containers of docker-compose.yml (needs Docker; STORE=1: with a bucket)
	@$(BIN)/python -m tests.containers $(if $(STORE),--store)

check: $(READY) ## in a minute: formatting, lint, types, import contracts and the unit tests, all at once
	@$(BIN)/python -m tests.check

test: $(READY) lint ## every check: what CI runs (WORKERS=5: processes that run tests)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder --max-worker-restart 0

screenshots: $(READY) ## pictures of the pages in Airflow into docs/screenshots (needs chromium)
	@$(BIN)/python -m tests.browser

lint: $(READY) ## formatting, lint, types, import contracts, secrets, advisories (ADVISORIES=address: asked there)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.audit.secrets
	@$(BIN)/python -m tests.audit.dependencies

fmt: $(READY) ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: soak
soak: $(READY) ## Airflow at ten times the demo's load for half an hour: nothing may grow without bound (MINUTES=3)
	@$(BIN)/python -m tests.soak $(or $(MINUTES),30)

.PHONY: fuzz
fuzz: $(READY) ## mutated feeds and pages for half an hour: nothing may be raised (MINUTES=3, or CASES=1000000)
	@$(BIN)/python -m tests.fuzz $(if $(CASES),--cases $(CASES),--minutes $(or $(MINUTES),30))

bench: $(READY) ## costs, as ratios against bare libraries in the same run (PAGES=folder: reading real pages; PEERS=python)
	@PAGES="$(PAGES)" PEERS="$(PEERS)" $(BIN)/python -m benchmarks

eval: $(READY) ## how well it does on data with ground truth: make eval DATA=folder
	@$(BIN)/python -m evaluation "$(or $(DATA),../shared/data)"

.PHONY: sbom
sbom: $(READY) ## the bill of materials of what is installed, CycloneDX as JSON, to standard output
	@$(BIN)/python -m tests.audit.sbom

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra cluster pyproject.toml
lock: ## requirements.lock anew from pyproject.toml, and the image's part of it (needs uv)
	@$(LOCK) --extra dev -o requirements.lock
	@$(LOCK) --extra image --constraint requirements.lock -o deploy/requirements.lock

clean: ## what the demo and the checks leave behind
	rm -rf .demo .demo-check .lint_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
