# Needs python3 (3.11 or newer) with pip, make and git. Everything else lands in .tools and .venv.

PYTHON  ?= python3
WORKERS ?= 2
ARGS    ?=

UV_VERSION := 0.13.9
UV         := .tools/bin/uv
BIN        := .venv/bin
PACKAGES   := states cases notifications workflows api
TEMPLATES  := $(wildcard api/templates notifications/templates)

export UV_PYTHON_DOWNLOADS := never
export VIRTUAL_ENV := $(CURDIR)/.venv
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test proof schooljaar check format bench docs histories release requirements clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: .venv/.ready ## private uv, hashed requirements, the project itself (editable)

run: setup ## start everything on 127.0.0.1; INT or TERM stops it
	$(BIN)/mas start

test: setup ## all tests but the slow proofs; a choice with ARGS=tests/test_due.py
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not proof" $(ARGS)

proof: setup ## the slow proofs: demo offices of many days, the benchmark in small, examples nobody tried before
	$(BIN)/pytest -m "proof or hypothesis" --hypothesis-profile explore $(ARGS)

schooljaar: setup ## 2,000 zaken through a school year; writes docs/schooljaar.md, fails when something is missing
	$(BIN)/python -m tests.schooljaar

check: setup ## style, types, import contracts, dependencies, security, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/bandit -q -c pyproject.toml -r $(PACKAGES)
ifneq ($(TEMPLATES),)
	$(BIN)/djlint --check --lint $(TEMPLATES)
endif

format: setup ## let ruff and djlint do the writing
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
ifneq ($(TEMPLATES),)
	$(BIN)/djlint --reformat --quiet $(TEMPLATES)
endif

bench: setup ## measure against raw SQL; writes docs/benchmark.md
	$(BIN)/python -m tests.bench

docs: setup ## regenerate docs/processes and docs/wat-is-wet.md from the tables
	$(BIN)/mas processes --docs docs

histories: setup ## write down the golden histories of the version in development
	$(BIN)/python -m tests.histories.record

release: docs histories ## give the version in development its date: it never changes again
	$(BIN)/mas processes --release

# Existing pins stay unless a range in pyproject.toml forbids them; to move one: ARGS='--upgrade-package typer'.
requirements: $(UV) ## compile requirements*.txt from pyproject.toml
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) \
		pyproject.toml --group build -o requirements.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) \
		-c requirements.txt pyproject.toml --group dev -o requirements-dev.txt

clean: ## remove the environment and all caches, never var/
	rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; $(PYTHON) is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target .tools uv==$(UV_VERSION)

.venv/.ready: requirements-dev.txt pyproject.toml | $(UV)
	test -x $(BIN)/python || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv
	$(UV) pip sync --quiet --require-hashes requirements-dev.txt
	$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	touch $@
