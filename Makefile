# Everything runs from .venv, which the first command makes. PYTHON picks the interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-all test-postgres run bench chaos cluster lint lint-quick lock messages clean

demo: $(VENV)/ready
	@$(BIN)/python -m bot preview

# What a change must pass while it is made, in a few minutes; `test-all` is what it must pass to land,
# with the tests that kill processes or read everything there is.
test: marked = -m "not slow"
# What is compiled once is read by each of the hundred processes that tests start. mypy takes long
# on a clean clone: it goes beside the tests, and what it says comes after them.
test test-all: export PYTHONDONTWRITEBYTECODE :=
test test-all: $(VENV)/ready lint-quick
	@told=$$(mktemp); $(BIN)/mypy > "$$told" 2>&1 & types=$$!; \
	$(BIN)/python -m pytest $(marked); tests=$$?; \
	wait $$types; types=$$?; cat "$$told"; rm "$$told"; \
	exit $$((tests | types))

# Every test of a store on both engines; takes longer.
test-postgres: $(VENV)/ready
	$(BIN)/python -m pytest --engine=both

lint: lint-quick
	$(BIN)/mypy

lint-quick: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

run: $(VENV)/ready
	@$(BIN)/python -m bot run

bench: $(VENV)/ready
	$(BIN)/python -m tests.bench

chaos: $(VENV)/ready
	CHAOS_RUNS=200 $(BIN)/python -m pytest -n 0 --timeout=0 tests/wire/test_edits.py \
		tests/wire/test_calendar.py tests/calendar/test_digests.py \
		tests/calendar/test_scheduled_events.py
	WEB_EDITS=1000 WEB_EXAMPLES=1000 $(BIN)/python -m pytest -n 0 --timeout=0 tests/web
	$(BIN)/python -m tests.chaos
	$(BIN)/python -m tests.chaos.hostile
	$(BIN)/python -m tests.chaos.any_text
	$(BIN)/python -m tests.chaos.gateway
	$(BIN)/python -m tests.cluster.chaos --kills 500 --stops 20 --freezes 10

# PostgreSQL, the local Discord and four processes of the bot, until Ctrl-C.
cluster: $(VENV)/ready
	@$(BIN)/python -m tests.cluster

# Every message into the catalogue of each language; translations stay, new messages are empty.
# Beside it what the language needs of the Unicode CLDR.
messages: $(VENV)/ready
	@$(BIN)/python -m tests.locale.catalogues
	@$(BIN)/python -m tests.locale.cldr_data

# Locks with hashes, for every platform and without an index address in them: of all, and of what the
# image needs.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --quiet pyproject.toml
lock:
	$(LOCK) --group dev -o requirements.txt
	$(LOCK) --group postgres --group web --group metrics -c requirements.txt \
		-o data/deploy/requirements.txt

$(VENV)/ready: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis
