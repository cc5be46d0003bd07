# One command a job. `make run` and `make test` do all set-up on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= hardlink
# Behind a certificate authority of one's own uv must trust what the system trusts, as pip does; where the system has
# no certificates it keeps those that it brings.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem),)
export UV_SYSTEM_CERTS ?= 1
endif

.PHONY: help setup run test lint unit bench bench-extraction train-extraction gazetteer train-names bench-nlp lock wheel clean

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: $(STAMP) ## make .venv from the hashed lock

$(STAMP): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "Dateline needs Python 3.11, 3.12 or 3.13; %s is %s.%s: choose one with make PYTHON=python3.12" % ((sys.executable,) + v))'
	@test -x $(BIN)/python || { echo "Making $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-uv.lock
	@echo "Installing the locked packages (about 1 GB on disk) ..."
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --python $(BIN)/python --require-hashes --compile-bytecode requirements-uv.lock requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --no-index --editable .
	@touch $@

run: setup ## start everything, run the last complete day over the demo outlets, print the first report
	@exec $(BIN)/dateline up $(ARGS)

test: setup ## lint, types, import contracts, unit, integration and acceptance tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -n 2 tests/unit tests/integration
	@$(BIN)/pytest tests/acceptance

lint: setup ## ruff, mypy, import-linter, sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 sql

unit: setup ## the tests that need nothing but Python
	@$(BIN)/pytest tests/unit

bench: setup ## speed and memory, printed (never asserted)
	@$(BIN)/python -m tests.benchmarks

train-extraction: $(VENV)-train/.installed ## learn the text model again from ../shared/extraction, print its figures
	@$(VENV)-train/bin/python -m training.extraction $(ARGS)

$(VENV)-train/.installed: requirements-train.lock $(STAMP)
	@test -x $(VENV)-train/bin/python || $(PYTHON) -m venv $(VENV)-train
	@VIRTUAL_ENV=$(CURDIR)/$(VENV)-train $(BIN)/uv pip sync --quiet --python $(VENV)-train/bin/python --require-hashes requirements-train.lock
	@touch $@

bench-extraction: $(VENV)-bench/.installed $(VENV)-train/.installed ## text and metadata beside other extractors, on ../shared/extraction
	@mkdir -p var/bench
	@$(VENV)-train/bin/python -m training.extraction --no-write --texts var/bench/cross-validated.jsonl
	@$(BIN)/python -m tests.benchmarks extraction --texts var/bench/cross-validated.jsonl $(ARGS)

$(VENV)-bench/.installed: requirements-bench.lock $(STAMP)
	@test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	@VIRTUAL_ENV=$(CURDIR)/$(VENV)-bench $(BIN)/uv pip sync --quiet --python $(VENV)-bench/bin/python --require-hashes requirements-bench.lock
	@touch $@

gazetteer: $(VENV)-train/.installed ## build the packaged gazetteer again from GeoNames' cities and our tables
	@$(VENV)-train/bin/python -m training.gazetteer

train-names: $(VENV)-train/.installed ## learn the weights that tell kinds of names again from ../shared/nlp
	@$(VENV)-train/bin/python -m training.name_kinds $(ARGS)

bench-nlp: setup ## names, places, quotes, figures, stories against gold, and speed; needs ../shared/nlp or ARGS="--gold FOLDER"
	@$(BIN)/python -m tests.benchmarks nlp $(ARGS)

lock: ## resolve the dependencies again into the locks
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra train --constraint requirements.lock pyproject.toml -o requirements-train.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra bench --constraint requirements.lock pyproject.toml -o requirements-bench.lock

wheel: setup ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## remove what can be made again (keeps var/, the collected data)
	rm -rf $(VENV) $(VENV)-train $(VENV)-bench dist build .mypy_cache .ruff_cache .pytest_cache
