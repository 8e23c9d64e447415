# Everything a fresh machine needs is Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements-dev.lock
# The environment is made anew when the lock, the settings or the Python change.
KEY := $(shell $(PYTHON) -c "import hashlib,pathlib,sys;print(hashlib.sha256(b''.join(pathlib.Path(p).read_bytes() for p in ('$(LOCK)','pyproject.toml'))+sys.version.encode()).hexdigest()[:16])")
STAMP := $(VENV)/.made-$(KEY)

.PHONY: test setup format check-lock lock clean

test: setup
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(BIN)/python tools/check_lock.py

setup: $(STAMP)

$(STAMP):
	rm -rf $(VENV)
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'forewarn needs Python 3.11 or later')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes --only-binary :all: -r $(LOCK)
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $(STAMP)

format: setup
	$(BIN)/ruff check --fix src tests tools
	$(BIN)/ruff format src tests tools

check-lock: setup
	$(BIN)/python tools/check_lock.py

# Chooses versions anew, for every system and Python the package names.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --no-header --upgrade pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --no-header --upgrade pyproject.toml --group dev --constraint requirements.lock \
	  --output-file $(LOCK)

clean:
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
