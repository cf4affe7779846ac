# The portal's commands. `make run` and `make test` set up whatever they need by themselves.
# Everything happens in .venv (programs) and var/ (data); nothing else on the machine is touched.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run demo demo-reset test lint types messages lock bench docs screenshots clean base dev

# The newest Python on this machine, unless one is named: make PYTHON=/path/to/python3 run
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done || true)
ifeq ($(strip $(PYTHON)),)
PYTHON := python3
endif
PY := .venv/bin/python

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | \
		while IFS='|' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

run: base ## Start the portal with the demo cycle on http://127.0.0.1:8000 (other port: BOLS_PORT=8001)
	@BOLS_DEMO=1 $(PY) -m bols_portal.serve

demo: base ## Load the demo anew, after asking: at the start of a phase with `make demo PHASE=2`
	@BOLS_DEMO=1 $(PY) manage.py demo --reset $(if $(PHASE),--phase=$(PHASE))

demo-reset: base ## Throw the demo data away; the next `make run` loads it anew
	@BOLS_DEMO=1 $(PY) -m bols_portal.demo_reset

test: dev ## Run every check and every test, and print one count
	@$(PY) tests/run.py

lint: dev ## Check style and mistakes (ruff)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: dev ## Check the types (mypy)
	@BOLS_DEMO=1 $(PY) -m mypy

messages: dev ## Gather the texts to translate, merge and compile the Dutch catalogue
	@$(PY) -m tools.messages

lock: dev ## Resolve the dependencies anew into requirements/*.txt
	@$(PY) -m tools.lock

bench: dev ## Measure the engine beside other solvers
	@$(PY) -m benchmarks

docs: dev ## Write the generated pages of docs/ anew
	@for page in tools/docs_*.py; do \
		BOLS_DEMO=1 $(PY) -m tools.$$(basename $$page .py) || exit 1; done

screenshots: dev ## Take the pictures of the docs anew, from a demo that is running
	@$(PY) -m tools.screenshots

clean: ## Remove what can be made again (not the data in var/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

base:
	@$(PYTHON) tools/venv.py base

dev:
	@$(PYTHON) tools/venv.py dev
