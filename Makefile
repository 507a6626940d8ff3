# A learner types `make lab`, a teacher `make slides`, a maintainer `make test`.
WINDOWS := $(filter Windows_NT,$(OS))
PYTHON ?= $(if $(WINDOWS),python,python3)
VENV := .venv
BIN := $(VENV)/$(if $(WINDOWS),Scripts,bin)
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
LESSONS := $(filter notebooks/0%,$(NOTEBOOKS))
FIRST_LESSON := $(notdir $(firstword $(LESSONS)))
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock
LAB := $(BIN)/python -m jupyter lab --ServerApp.root_dir="$(LAB_FOLDER)" \
	--LabApp.default_url=/lab/tree/$(FIRST_LESSON)
LAB_FOLDER ?= notebooks
LAB_OPTIONS ?=
TEST_OPTIONS ?=
PARTS ?=
RUNS ?= 5

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help lab test slides notebooks lint bench mutation lock clean moved

help: ## explain the targets (this list)
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

lab: $(VENV)/trusted ## set everything up and open the course in JupyterLab
	$(LAB) $(LAB_OPTIONS)

test: $(VENV)/checks lint ## set everything up and run every check
	$(BIN)/python -m pytest $(TEST_OPTIONS)

slides: $(VENV)/proven ## test the lessons and export them as HTML slides into slides/
	$(BIN)/python -m helpers.slides $(LESSONS) --to slides

notebooks: $(VENV)/checks ## execute every notebook in place and normalise it
	$(BIN)/python -m helpers.notebooks $(NOTEBOOKS)

lint: $(VENV)/checks ## check the code's style without changing it
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet

bench: $(VENV)/checks ## measure speed, sizes and growth; PARTS="sliders decks" measures only these
	@$(BIN)/python tests/bench.py $(PARTS) --runs $(RUNS)

mutation: $(VENV)/upkeep ## plant faults in the mathematics and count those the tests miss
	$(BIN)/mutmut run
	$(BIN)/mutmut results

lock: $(VENV)/upkeep ## choose the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras \
		--no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean: ## remove whatever these targets have made
	rm -rf $(VENV) slides mutants .pytest_cache .ruff_cache .hypothesis .benchmark

# One stamp for each set of packages, older than the lock when it is out of date.
$(VENV)/course: pyproject.toml requirements.lock $(shell grep -qsxF "$(CURDIR)" $(VENV)/home || echo moved)
	@$(PYTHON) -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>&- || { \
	echo "The course needs Python 3.11 or newer with its venv module, and '$(PYTHON)' is not that:" \
	"install it, or name another with make PYTHON=..." >&2; exit 1; }
	@echo "Setting up the course in $(VENV); the first time takes about half a minute."
	@$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --editable .
	@echo "$(CURDIR)" > $(VENV)/home
	@touch $@

# A virtual environment does not survive a move: in a folder of another name it is made anew.
moved:

$(VENV)/checks $(VENV)/upkeep: $(VENV)/%: $(VENV)/course
	$(INSTALL) --editable ".[$*]"
	@touch $@

# Slides are made of lessons that have passed their tests as they are now.
$(VENV)/proven: $(VENV)/checks $(NOTEBOOKS) $(wildcard helpers/*.py helpers/exercises/*.py helpers/slides/*.py tests/*.py)
	$(BIN)/python -m pytest --quiet notebooks tests/test_notebooks.py $(wildcard tests/test_facts_*.py)
	@touch $@

# JupyterLab hides some outputs of notebooks that nobody on this machine has vouched for.
$(VENV)/trusted: $(VENV)/course $(NOTEBOOKS)
	@$(BIN)/python -m jupyter trust $(NOTEBOOKS) > $@
