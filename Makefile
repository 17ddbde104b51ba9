# Every target has a line of help. `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3.11
PORT ?= 8000
KEY ?= $(HOME)/maker.key
OUT ?= ../paravent-distribution
DATA ?= paravent-data
HOSPITALS ?= 5
BIN := .venv/bin
# How many test at the same time, each with a database server of its own: as many as there are processors, up to four.
WORKERS ?= auto
# Tests find their own database; a developer's settings must not leak into them.
# PARAVENT_TEST_DATA says where the large import lies, and is meant for them.
CLEAN := env -u DATABASE_URL $(foreach name,$(filter-out PARAVENT_TEST_DATA,$(filter PARAVENT_%,$(.VARIABLES))),-u $(name))
# Older ones have no WebCrypto in plain modules, as Debian 12's own has not.
NODE := $(shell command -v node > /dev/null && node -e 'if (+process.versions.node.split(".")[0] >= 20) console.log("node")')

.PHONY: help demo check test test-python test-js journey browsers prove redteam pictures bench vigilance-figures detours-figures bench-deid bench-deid-doubts federated-figures distribution lock messages browser clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/runtime.stamp: requirements/runtime.txt pyproject.toml
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python 3.11 with venv is needed: sudo apt-get install python3.11-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@printf '%s\n' "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/paravent.pth"
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m paravent.web.cli "$$@"\n' "$(CURDIR)" > $(BIN)/paravent && chmod +x $(BIN)/paravent
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: .venv/runtime.stamp ## Start a sample practice (PORT=8000 DATA=paravent-data)
	@$(BIN)/paravent demo --port $(PORT) --data $(DATA)

check: .venv/dev.stamp ## Style, types, architecture of the imports, templates, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint paravent
	@if [ -n "$(NODE)" ] && command -v npm > /dev/null; then npm ci --silent --no-audit --no-fund && npx --no-install tsc; \
	else echo "No Node 20 or newer with npm here: the types of the browser's modules were not checked."; fi

test: test-js test-python ## Everything: JavaScript, Python, architecture, threats, journeys

test-js:
	@if [ -n "$(NODE)" ]; then node --test $$(find paravent -name '*.test.js'); \
	else echo "No Node 20 or newer here: the browser's modules were not tested."; fi

test-python: .venv/dev.stamp browser
	$(CLEAN) $(BIN)/python -m pytest -q -n $(WORKERS) --maxprocesses 4 $(if $(RESULTS),--junitxml=$(RESULTS))

browser: ## Install what journeys need, or say what is missing
	@if command -v chromium > /dev/null && command -v turnserver > /dev/null; then true; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium coturn fonts-noto-color-emoji; \
	else echo "The tests need a browser and a relay: sudo apt-get install chromium coturn fonts-noto-color-emoji" && exit 1; fi

browsers: .venv/dev.stamp browser ## A call between browsers of two makers (needs firefox-esr too)
	$(CLEAN) $(BIN)/python -m pytest -q tests/journeys/browsers.py

journey: .venv/dev.stamp browser ## The journeys alone: real browsers, real calls
	$(CLEAN) $(BIN)/python -m pytest -q tests/journeys

prove: .venv/dev.stamp ## The threats alone: every claim of THREAT_MODEL.md
	$(CLEAN) $(BIN)/python -m pytest -q tests/threats

redteam: .venv/dev.stamp browser ## Play every insider attack, and write docs/red-team.md
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m tests.threats.red_team

pictures: .venv/dev.stamp browser ## Take the pictures of the documents anew
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m tests.journeys.pictures

bench: .venv/dev.stamp browser ## Measure what docs/benchmarks.md says, and write it
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m bench

vigilance-figures: .venv/dev.stamp ## Measure what docs/vigilance-figures.md says, and write it (half an hour; HOSPITALS=5)
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m bench.vigilance --hospitals $(HOSPITALS)

detours-figures: .venv/dev.stamp browser ## Measure what docs/detours-figures.md says, and write it
	$(CLEAN) DETOURS_START=$(CURDIR)/bench/detours-start.json $(BIN)/python -m pytest -q tests/journeys/test_start.py
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m bench.detours

bench-deid: .venv/dev.stamp ## Measure what docs/deid-figures.md says, and write it (PARAVENT_TEST_DATA=folder of the texts)
	@test -x .venv-presidio/bin/python || { $(PYTHON) -m venv .venv-presidio && .venv-presidio/bin/pip install --quiet --disable-pip-version-check -r bench/presidio.in; } || echo "Presidio cannot be installed here: it is left out."
	$(CLEAN) PYTHONPATH=. PRESIDIO_PYTHON=$(CURDIR)/.venv-presidio/bin/python $(BIN)/python -m bench.deid

bench-deid-doubts: .venv/dev.stamp ## Measure which texts wait for a clinician, and set docs/deid-figures.md anew (five minutes; PARAVENT_TEST_DATA=folder of the texts)
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m bench.deid_doubts
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m bench.deid --page

federated-figures: .venv/dev.stamp ## Measure what docs/federated-figures.md says, and write it (PARAVENT_TEST_DATA=folder of the data)
	$(CLEAN) PYTHONPATH=. $(BIN)/python -m bench.federated

distribution: .venv/runtime.stamp ## Make a signed archive of the source (KEY=file outside of here, OUT=new folder)
	@$(BIN)/paravent distribution make --key "$(KEY)" --out "$(OUT)"

lock: .venv/dev.stamp ## Lock the requirements anew, with hashes and without addresses
	for part in runtime dev; do $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/$$part.in -o requirements/$$part.txt; done

messages: .venv/dev.stamp ## Collect the sentences to translate (needs gettext)
	cd paravent && PARAVENT_HOME=/nonexistent DJANGO_SETTINGS_MODULE=paravent.web.settings ../$(BIN)/python -P -m django makemessages --locale de --no-location --no-wrap --ignore 'tests/*'

clean: ## Remove what was made; the demo's data stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .vigilance-figures
