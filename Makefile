# Bare `make` lists the targets. Python 3.11 or later is all that is needed; uv is used if it is there.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
DEMO := demo
DEMO_DAY := 2016-05-19

NO_VENV = Python could not make a virtual environment. Python 3.11 or later is needed; on Debian: apt install python3-venv

ifdef UV
MAKE_VENV = $(UV) venv --quiet --allow-existing --python '>=3.11' $(VENV)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r
INSTALL_SELF = $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
MAKE_VENV = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' && $(PYTHON) -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
INSTALL_SELF = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.installed ## make a synthetic council and run it: notices, workbooks and results in demo/
	@rm -rf $(DEMO)
	@$(BIN)/timeliness demo $(DEMO) --as-at $(DEMO_DAY) >/dev/null
	@$(BIN)/timeliness run $(DEMO)/extract --as-at $(DEMO_DAY) --out $(DEMO)/results --csv --no-quiet
	@echo 'The lesson of 2016: $(BIN)/timeliness compare $(DEMO)/results --reading cp-icpc-from-meeting'

.PHONY: test
test: $(VENV)/.developing ## run the tests
	@$(BIN)/python -m pytest -n auto

.PHONY: check
check: $(VENV)/.developing ## format, lint, types, import contracts, schema and docs are current
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/timeliness rules schema | diff -u rules/schema/rule.schema.json - || { echo 'The schema is not current: make docs'; exit 1; }
	@$(BIN)/timeliness map --schema | diff -u mappings/schema/mapping.schema.json - || { echo 'The schema of mappings is not current: make docs'; exit 1; }
	@$(BIN)/timeliness rules timescales | diff -u rules/COVERAGE.md - || { echo 'rules/COVERAGE.md is not current: make docs'; exit 1; }
	@$(BIN)/timeliness rules vocabulary | diff -u docs/facts-folder.md - || { echo 'docs/facts-folder.md is not current: make docs'; exit 1; }
	@$(BIN)/python -m tests.spec.printed | diff -u docs/rule-language.md - >/dev/null || { echo 'docs/rule-language.md is not current: make docs'; exit 1; }
	@$(BIN)/timeliness rules test
	@$(BIN)/python -m pytest tests/unit/test_docs.py

.PHONY: format
format: $(VENV)/.developing ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: docs
docs: $(VENV)/.developing ## write again what is generated from the rules and their tests
	@mkdir -p rules/schema mappings/schema
	@$(BIN)/timeliness rules schema > $@.made && mv $@.made rules/schema/rule.schema.json
	@$(BIN)/timeliness map --schema > $@.made && mv $@.made mappings/schema/mapping.schema.json
	@$(BIN)/timeliness rules timescales > $@.made && mv $@.made rules/COVERAGE.md
	@$(BIN)/timeliness rules vocabulary > $@.made && mv $@.made docs/facts-folder.md
	@$(BIN)/python -m tests.spec.printed > $@.made && mv $@.made docs/rule-language.md

.PHONY: property
property: $(VENV)/.developing ## hold the engine against the plain evaluator for longer
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n auto tests/property

SECONDS := 60

.PHONY: fuzz
fuzz: $(VENV)/.developing ## give each reader what nobody meant to write, for SECONDS=60 a kind of file
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: 'atheris>=3' || true
	@$(BIN)/python -m tests.fuzz $(SECONDS)

.PHONY: mutants
mutants: $(VENV)/.developing ## break each rule of the language once: a test must fail every time
	@$(BIN)/python -m tests.mutants

.PHONY: bench
bench: $(VENV)/.developing ## measure speed against its targets and write docs/performance.md
	@$(BIN)/python -m benchmarks

WHEELS := wheelhouse
FOR ?= win_amd64
FOR_PYTHON ?= 3.12

.PHONY: wheelhouse
wheelhouse: $(VENV)/.developing ## gather what a machine without a network installs: FOR=win_amd64 FOR_PYTHON=3.12
	@rm -rf $(WHEELS) && mkdir $(WHEELS)
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary=:all: \
		$(addprefix --platform ,$(FOR)) --python-version $(FOR_PYTHON) --dest $(WHEELS) -r requirements.lock
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir $(WHEELS) .
	@cp requirements.lock $(WHEELS)
	@echo "$(WHEELS)/ is for $(FOR), Python $(FOR_PYTHON). How to install from it: docs/windows.md"

.PHONY: lock
lock: $(VENV)/.developing ## resolve the dependencies again and lock them with hashes
	@$(BIN)/uv pip compile pyproject.toml $(LOCKING) --group build -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml $(LOCKING) --group dev -o requirements-dev.lock

LOCKING = --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

.PHONY: clean
clean: ## remove what was made
	@rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist $(WHEELS)

$(VENV)/bin/python:
	@$(MAKE_VENV) || { rm -rf $(VENV); echo '$(NO_VENV)' >&2; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(INSTALL) requirements.lock
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.developing: requirements-dev.lock $(VENV)/.installed
	@$(INSTALL) requirements-dev.lock
	@touch $@
