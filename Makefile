# Two commands on a fresh machine: `make reproduce` and `make test`.
# PYTHON chooses the interpreter (3.11 or newer), OUT where results go, SOAK how many times the random cases `make soak` runs.

PYTHON ?= python3
OUT ?= out
SOAK ?= 10
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile
BASE := $(VENV)/.installed-base
DEV := $(VENV)/.installed-dev
SLIPCOVER := --branch --source symcoh,derivations --json --out $(OUT)/coverage.json

# What is installed is compiled where it is imported: most of it never is. Hundreds of programs are started, and read what the first compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help reproduce test soak coverage mutants bench docs notebooks clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1@\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS=@ read -r name text; do printf '%-16s %s\n' "$$name" "$$text"; done

reproduce: $(BASE) ## every table, figure and derivation, into out/
	$(BIN)/symcoh reproduce --out $(OUT)

test: $(DEV) ## the one gate: style, types, import directions, every test, and what they reach
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --config-file tests/mypy.toml
	$(BIN)/lint-imports --no-logo
	mkdir -p $(OUT)
	$(BIN)/python -m slipcover $(SLIPCOVER) -m pytest -n 2 --dist loadfile -m "not slow"
	$(BIN)/python tests/coverage_report.py $(OUT)/coverage.json

soak: $(DEV) ## ten times the random cases (SOAK=100: a hundred times), and the slow tests
	SYMCOH_SOAK=$(SOAK) $(BIN)/python -m pytest -n 2 --dist loadfile

coverage: $(DEV) ## the gate's tests once more, measured in the programs they start too: which lines and branches they never reach
	mkdir -p $(OUT)/coverage
	COVERAGE_FILE=$(OUT)/coverage/data $(BIN)/python -m coverage run --rcfile=tests/coverage.toml -m pytest -n 2 --dist loadfile -m "not slow"
	cd $(OUT)/coverage && $(abspath $(BIN))/python -m coverage combine --quiet --data-file=data
	$(BIN)/python -m coverage report --rcfile=tests/coverage.toml --data-file=$(OUT)/coverage/data

mutants: $(DEV) ## random faults in the ledger and in the code, these against the tests that execute them; goes on where it was stopped
	PYTHONPATH=tests $(BIN)/python -m mutants.statements
	PYTHONPATH=tests $(BIN)/python -m mutants --out $(OUT)/mutants $(MUTANTS)

bench: $(DEV) ## ratios of times and the map of routes, as a Markdown page in out/
	$(BIN)/python benchmarks/run.py --out $(OUT)/benchmarks.md
	$(BIN)/python benchmarks/map.py | tee -a $(OUT)/benchmarks.md
	$(BIN)/python benchmarks/series.py | tee -a $(OUT)/benchmarks.md

docs: $(DEV) ## the documentation, into docs/_build/html
	$(BIN)/python -m sphinx -W --keep-going -j auto -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

notebooks: $(DEV) ## the notebooks as executed .ipynb files and as HTML, into out/notebooks
	mkdir -p $(OUT)/notebooks
	for source in notebooks/*.py; do $(BIN)/jupytext --quiet --to ipynb --output $(OUT)/$${source%.py}.ipynb $$source || exit 1; done
	for notebook in $(OUT)/notebooks/*.ipynb; do echo $$notebook; $(BIN)/jupyter-execute --timeout=-1 --inplace $$notebook || exit 1; done
	printf '# Notebooks\n\n```{toctree}\n:glob:\n\n*\n```\n' > $(OUT)/notebooks/index.md
	$(BIN)/python -m sphinx -q -b html -c docs -D nb_execution_mode=off -D exclude_patterns=html -d $(OUT)/notebooks/.trees $(OUT)/notebooks $(OUT)/notebooks/html
	rm -r $(OUT)/notebooks/index.md $(OUT)/notebooks/.trees $(OUT)/notebooks/jupyter_execute
	@echo "$(OUT)/notebooks/html/index.html"

clean: ## remove what the other targets made, but for .venv
	rm -rf $(OUT) build dist docs/_build .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "symcoh needs Python 3.11 or newer, but '$(PYTHON)' is $$($(PYTHON) -c 'import sys; print("Python %d.%d" % sys.version_info[:2])' 2>/dev/null || echo missing): name another, as in make PYTHON=python3.12." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
	-$(PIP) --upgrade pip # the one that comes with Python takes twice the time, and would do

# A target is newer than pyproject.toml exactly when its packages are installed.
$(BASE): pyproject.toml $(BIN)/python
	$(PIP) --editable '.[plot]'
	@touch $@

$(DEV): pyproject.toml $(BIN)/python
	$(PIP) --editable '.[dev]'
	@touch $(BASE) $@
