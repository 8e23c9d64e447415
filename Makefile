# The house commands: on a machine with Python 3.11 or later and make, each needs no other.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Extra words for pytest, such as: make test PYTEST_OPTIONS="-x -k laws"
PYTEST_OPTIONS ?=
# The founding case once it is in the tree; until then the smallest with two fronts.
CASE := $(if $(wildcard src/forewarn/cases/north_korea),north-korea,two-front)
# One fork where one version serves every Python: the same code runs, so the same numbers come out.
LOCK := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes \
	--default-index https://pypi.org/simple --python-version 3.11 \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup brief test format-check lint types tests docs check-lock wheel-test \
	test-all-pythons bench format lock clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /: /' | column -t -s: 2>/dev/null

setup: ## make .venv as locked; does nothing if it is as it should be
	@$(PYTHON) tools/set_up.py $(VENV)

brief: setup ## write the brief of the bundled case
	@$(BIN)/forewarn brief $(CASE) --out out
	@echo "The brief of $(CASE): $(CURDIR)/out/brief.html"

test: setup check-lock format-check lint types tests docs wheel-test ## everything that must hold
	@echo "All of it holds."

format-check: setup ## is every file formatted
	$(BIN)/ruff format --check .

lint: setup ## ruff, every rule
	$(BIN)/ruff check .

types: setup ## mypy, strict
	$(BIN)/mypy

tests: setup ## tests, and every example in code and pages
	$(BIN)/pytest $(PYTEST_OPTIONS)

docs: setup ## the pages; a warning is an error
	$(BIN)/sphinx-build -W --keep-going -n -q -b html docs build/docs
	@echo "The pages: build/docs/index.html"

check-lock: setup ## are there wheels for every Python and system
	@$(BIN)/python tools/check_lock.py requirements-dev.lock --seen $(VENV)/lock-checked.txt

wheel-test: setup ## does the built wheel work elsewhere, offline, read-only
	@$(BIN)/python tools/wheel_test.py

test-all-pythons: ## the tests under every Python 3.11 to 3.14 that is here
	@$(PYTHON) tools/all_pythons.py

bench: setup ## each claim about speed, one line of JSON each
	@for script in $(wildcard benchmarks/*.py); do $(BIN)/python $$script || exit 1; done

format: setup ## format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup ## choose versions anew
	$(LOCK) --upgrade pyproject.toml --output-file requirements.lock
	$(LOCK) --upgrade pyproject.toml --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock

clean: ## remove what make made
	rm -rf .venv .venv-* build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests tools docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
