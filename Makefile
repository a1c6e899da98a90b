# Everything a person does with this checkout. `make help` lists it.
# Setup is stamped under .venv and .tools: a second run of any target does no set-up work.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
UV := .venv/bin/uv
UV_SYNC := $(UV) sync --locked --no-python-downloads
# An organisation's own certificate authority is in the system's store, not in the one that uv brings along.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
UV_SYNC += --system-certs
endif

CLIENTS := .tools/clients
TRACING := .tools/reality/.installed
SANDBOX := .tools/sandbox/.installed
PYTEST_ARGS ?= -n 2 --dist loadgroup

.PHONY: help setup setup-test demo test check docs format bench bench-peers endure fuzz mutants reality requirements configuration install clean corpus

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

setup: .venv/.synced ## Make .venv with the mayact command in it (needs Python >= 3.11; installs git when root)

demo: setup ## Watch a coding session being decided, from first command to verified log (under a minute)
	@$(PY) -m demo

test: setup-test ## Run every test, real coding agents among them
	@$(PY) -m pytest $(PYTEST_ARGS)

check: setup ## Format, lint, strict types, import contracts, and every snippet of the docs executed
	@echo "check: format"; .venv/bin/ruff format --check --quiet .
	@echo "check: lint"; .venv/bin/ruff check --quiet .
	@echo "check: types"; .venv/bin/mypy
	@echo "check: import contracts"; .venv/bin/lint-imports --no-cache
	@echo "check: docs"; $(PY) -m pytest -q tests/docs tests/requirements

format: setup ## Rewrite the code in the house format
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: setup ## Print every ratio (some: .venv/bin/python -m bench ROW...), growth, and where the time goes
	@sh scripts/packages.sh wrk:wrk || echo "bench: without wrk the rows over HTTP say so" >&2
	@$(PY) -m bench

bench-peers: setup ## Install the decision points that `make bench` compares with, each in a place of its own
	@mkdir -p .tools/bench/cerbos
	@cp bench/peers/cerbos/package.json bench/peers/cerbos/package-lock.json .tools/bench/cerbos/
	@cd .tools/bench/cerbos && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@for peer in agent-governance-toolkit tenuo; do \
		$(PY) -m venv .tools/bench/$$peer && .tools/bench/$$peer/bin/python -m pip install --quiet \
			--disable-pip-version-check -r bench/peers/$$peer/requirements.txt || exit 1; done

fuzz: setup ## Hostile input for the analyser for FUZZ_SECONDS (an hour); what breaks a law is printed and kept in .fuzz
	@$(PY) -m tests.fuzz

endure: setup ## One hour's worth of mixed calls on both databases, gates killed at random; then the log against every answer
	@$(PY) -m tests.endurance

mutants: setup ## Delete each named safeguard in a copy of the tree; a test must notice every one
	@$(PY) scripts/mutants.py

corpus: setup ## Measure the labelled commands: missed, disturbed, what each stage costs; writes docs/analysis.md
	@$(PY) scripts/corpus_page.py

reality: setup $(TRACING) ## Run the commands of tests/vectors/reality under tracing; what they did against what was predicted
	@$(PY) -m tests.reality

requirements: setup ## Write docs/requirements.md from tests/requirements.toml
	@$(PY) scripts/requirements_page.py

configuration: setup ## Write docs/configuration.md from the table of settings
	@$(PY) scripts/config_page.py

install: setup ## As root: install for the whole machine, with a systemd unit (or the next release over it)
	@sh deploy/systemd/install.sh

clean: ## Remove everything that setup and the tools made
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── set-up, each step once ──────────────────────────────────────────────────────────────────────────────

.venv/.synced: pyproject.toml uv.lock scripts/bootstrap.txt
	@sh scripts/packages.sh git:git
	@echo "setup: virtual environment"
	@if [ ! -x $(PY) ]; then python=$$(sh scripts/python.sh) && "$$python" -m venv .venv; fi
	@$(PY) -c 'import pip' 2>/dev/null || $(PY) -m ensurepip >/dev/null
	@echo "setup: uv"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/bootstrap.txt
	@echo "setup: packages from uv.lock"
	@$(UV_SYNC) --quiet
	@test -x .venv/bin/mayact
	@touch $@
	@echo "setup: done, .venv/bin/mayact is ready"

setup-test: setup $(CLIENTS)/.installed $(TRACING) $(SANDBOX)

# What `mayact run` makes its sandboxes with, and what the escape suite tries them with.
$(SANDBOX): Makefile
	@sh scripts/packages.sh bubblewrap:bwrap python3:python3 procps:ps iproute2:ip curl:curl
	@mkdir -p $(@D)
	@touch $@

# The clients are only run by tests. --ignore-scripts: nothing of the packages runs at install; the tests start their
# native binaries themselves. The second is what OpenCode would fetch for its plugins; `npm ci` wants every platform's
# optional packages of it in the lock, and not every registry has them: `npm install` takes what the lock names.
$(CLIENTS)/.installed: $(wildcard tests/clients/package*.json tests/clients/opencode/package*.json)
	@sh scripts/packages.sh npm:npm gcc:cc libc6-dev:gencat
	@echo "setup: coding agents for the tests (about 1.5 GB)"
	@mkdir -p $(CLIENTS)
	@cp tests/clients/package.json tests/clients/package-lock.json $(CLIENTS)/
	@cd $(CLIENTS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@mkdir -p .tools/opencode
	@cp tests/clients/opencode/package.json tests/clients/opencode/package-lock.json .tools/opencode/
	@cd .tools/opencode && npm install --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# What commands of tests/reality need to run and to be traced; `packages.txt` is the list.
$(TRACING): tests/vectors/reality/packages.txt
	@sh scripts/packages.sh $$(cat tests/vectors/reality/packages.txt)
	@mkdir -p $(@D)
	@touch $@
