# make run    start Roundtable on this machine; the first time it loads the demo workspace
# make test   run the tests          make check  style, types, directions of imports, migrations
# make environment  what tests and checks need
# make bench  measure                make lock   pin what the requirements mean today
# make clean  remove the environment; the data in var/ stays

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# Every process reads its modules compiled, also where the surroundings say otherwise: starting the
# server, or one of the many processes of the tests, takes a third of the time.
export PYTHONDONTWRITEBYTECODE :=
# One more than there are cores: whoever makes the journeys mostly waits for a browser.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

# The environment is renewed only when what it was made from has changed.
fingerprint = $(shell cksum < $(1) | tr ' ' '-')
INSTALLED := .venv/with-$(call fingerprint,requirements.lock)
INSTALLED_DEV := .venv/with-$(call fingerprint,requirements-dev.lock)

run: $(INSTALLED)
	@exec $(BIN)/python manage.py serve --prepare

environment: $(INSTALLED_DEV)

test: $(INSTALLED_DEV)
	@$(BIN)/python manage.py compile_catalogues
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: $(INSTALLED_DEV)
	@$(BIN)/python manage.py compile_catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy
	$(BIN)/python static/vendor/refresh.py --check

bench: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.bench

lock:
	uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" requirements.txt -o requirements.lock
	uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" requirements-dev.txt -o requirements-dev.lock

clean:
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache

.venv/with-%:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Roundtable needs Python 3.11 or newer; name it with PYTHON=python3.12" >&2; exit 1; }
	@echo "Making the environment …"
	@lock=requirements.lock; [ $@ = $(INSTALLED_DEV) ] && lock=requirements-dev.lock; \
	if uv --version >/dev/null 2>&1; then \
	  [ -x $(BIN)/python ] || uv venv -q --python $$(command -v $(PYTHON)) .venv; \
	  uv pip install -q --python $(BIN)/python --require-hashes -r $$lock; \
	else \
	  [ -x $(BIN)/python ] || $(PYTHON) -m venv .venv; \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $$lock; \
	fi
	@touch $@

.PHONY: environment run test check bench lock clean
