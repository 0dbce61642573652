# Everything runs from .venv, which the first command makes. PYTHON picks the interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test run bench chaos lint lock clean

demo: $(VENV)/ready
	@$(BIN)/python -m bot preview

test: $(VENV)/ready lint
	$(BIN)/python -m pytest

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

run: $(VENV)/ready
	@$(BIN)/python -m bot run

bench: $(VENV)/ready
	$(BIN)/python -m tests.bench

chaos: $(VENV)/ready
	CHAOS_RUNS=200 $(BIN)/python -m pytest -n 0 --timeout=0 tests/wire/test_edits.py
	$(BIN)/python -m tests.chaos

# A lock with hashes, for every platform and without an index address in it.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --quiet --group dev pyproject.toml -o requirements.txt

$(VENV)/ready: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis
