# Everything a fresh machine needs is Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements-dev.lock
# The environment is made anew when the lock, what is installed or the Python change.
STAMP := $(VENV)/.made-$(shell $(PYTHON) tools/environment_key.py $(LOCK))
# Only running the product needs less; an environment with the tools does as well.
RUN_VENV := .venv-run
RUN_LOCK := requirements.lock
RUN_STAMP := $(RUN_VENV)/.made-$(shell $(PYTHON) tools/environment_key.py $(RUN_LOCK))
RUN_READY := $(or $(wildcard $(STAMP)),$(RUN_STAMP))
RUN := PYTHONPATH=src $(dir $(RUN_READY))bin/python -m forewarn
INSTALL := -m pip install -qq --require-hashes --only-binary :all:
CODE := src tests browser tools benchmarks docs
# The founding case once it is bundled; the tutorial until then.
CASE ?= $(if $(wildcard src/forewarn/cases/north_korea),north-korea,two-front)
# The last day that the founding case has reports of.
AS_OF ?= $(if $(filter north-korea,$(CASE)),2026-08-20)

.PHONY: test test-browser setup brief bench docs format check-lock lock clean python

test: setup
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2
	$(MAKE) --no-print-directory docs
	$(BIN)/python tools/check_wheel.py
	$(BIN)/python tools/check_lock.py

# Opens pages in Chromium, which comes from the system's packages.
test-browser: setup
	$(BIN)/python tools/need_browser.py
	$(BIN)/python -m pytest -q browser

setup: $(STAMP)

brief: $(RUN_READY)
	$(RUN) brief $(CASE) $(if $(AS_OF),--as-of $(AS_OF)) --out out
	@echo "the page: $(CURDIR)/out/brief.html"

# One script a claim; each prints one line of JSON.
bench: setup
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

# From nothing each time: a page left from before would not repeat its warnings.
docs: setup
	$(BIN)/python -m sphinx -W --keep-going -q -E -b html docs build/docs
	@echo "docs: build/docs/index.html"

$(STAMP): | python
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) -r $(LOCK)
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $@

$(RUN_STAMP): | python
	rm -rf $(RUN_VENV)
	$(PYTHON) -m venv $(RUN_VENV)
	$(RUN_VENV)/bin/python $(INSTALL) -r $(RUN_LOCK)
	touch $@

# Says so, and stops, where this Python is too old.
python:
	@$(PYTHON) tools/environment_key.py > /dev/null

format: setup
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

check-lock: setup
	$(BIN)/python tools/check_lock.py

# Chooses versions anew, for every system and Python the package names.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --no-header --upgrade pyproject.toml --output-file $(RUN_LOCK)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --no-header --upgrade pyproject.toml --group dev --constraint $(RUN_LOCK) \
	  --output-file $(LOCK)

clean:
	rm -rf $(VENV) $(RUN_VENV) out build dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
