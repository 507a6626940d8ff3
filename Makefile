# A learner types `make lab`, a teacher `make slides`, a maintainer `make test`.
WINDOWS := $(filter Windows_NT,$(OS))
PYTHON ?= $(if $(WINDOWS),python,python3)
export VENV ?= .venv
BIN := $(VENV)/$(if $(WINDOWS),Scripts,bin)
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
LESSONS := $(filter notebooks/0%,$(NOTEBOOKS))
FIRST_LESSON := $(notdir $(firstword $(LESSONS)))
export LOCK ?= requirements.lock
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(LOCK)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-annotate \
	--custom-compile-command "make lock" pyproject.toml
LAB := $(BIN)/python -m jupyter lab --LabApp.default_url=/lab/tree/$(FIRST_LESSON) $(LAB_OPTIONS)
# How git reads a notebook: as words, code and what that said, with each picture's description.
AS_TEXT := $(BIN)/python -m jupyter nbconvert --to markdown --stdout --log-level ERROR \
	--NbConvertBase.display_data_priority=text/plain
SINCE ?= HEAD
export COPIES ?= my_lessons
LAB_OPTIONS ?=
TEST_OPTIONS ?=
MUTANTS ?=
PARTS ?=
RUNS ?= 5
PYODIDE ?=
FUZZ ?= 2000

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help lab edit copies test slides handouts notebooks lint diff animation sheets bench mutation lock commands oldest \
	newest hosted browser stress site preview addresses clean tests moved

help: ## explain the targets (this list)
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

lab: copies ## set everything up and open the course in JupyterLab, in copies of the lessons
	$(LAB) --ServerApp.root_dir="$(COPIES)"

edit: $(VENV)/trusted ## open the lessons themselves in JupyterLab, to change the course
	$(LAB) --ServerApp.root_dir=notebooks

copies: $(VENV)/course ## make copies of the lessons for a learner, or bring them up to date
	@$(BIN)/python -m helpers.copies --to "$(COPIES)"

test: lint tests ## set everything up and run every check

slides: $(VENV)/proven ## test the lessons and export them as HTML slides into slides/
	$(BIN)/python -m helpers.publish.deck $(LESSONS) --to slides

handouts: $(VENV)/slides ## print one PDF a lesson for its teacher into handouts/, by Chromium
	$(BIN)/python -m helpers.publish.deck $(LESSONS) --handouts --to handouts

site: $(VENV)/proven ## build pages, slides and JupyterLite into site/; PYODIDE=folder needs no other host
	$(BIN)/python -m helpers.publish.lite $(NOTEBOOKS) --to site/lite $(if $(PYODIDE),--pyodide "$(PYODIDE)")
	$(BIN)/python -m helpers.publish.deck $(LESSONS) --to site/slides --home ../index.html --lite ../lite
	$(BIN)/python -m helpers.publish.pages $(NOTEBOOKS) --to site

preview: ## show site/ on port 8000 of this machine, until Ctrl+C
	@test -f site/index.html || { echo "There is no site/ yet: type make site first." >&2; exit 1; }
	$(BIN)/python -m http.server --bind localhost --directory site 8000

addresses: $(VENV)/checks ## write the addresses of the course into the README and the lessons
	$(BIN)/python -m helpers.publish.pages.written

notebooks: addresses ## execute every notebook in place and normalise it
	$(BIN)/python -m helpers.notebooks $(NOTEBOOKS)

lint: $(VENV)/checks ## check the code's style and types without changing it
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/python tests/javascript/check.py

bench: $(VENV)/checks ## measure speed, sizes and growth; PARTS="sliders decks" measures only these
	@$(BIN)/python tests/bench.py $(PARTS) --runs $(RUNS)

diff: $(VENV)/course ## show what has changed in the words, code and outputs of notebooks
	git -c diff.jupyternotebook.textconv="$(AS_TEXT)" diff --word-diff $(SINCE) -- notebooks

animation: $(VENV)/checks ## draw the README's animation anew, in Chromium
	$(BIN)/python tests/animation.py

sheets: $(VENV)/checks ## take pictures of every slide, on sheets to look through; PARTS="01 04" takes these
	$(BIN)/python tests/sheets.py $(PARTS)

mutation: $(VENV)/checks $(VENV)/upkeep ## plant faults in the mathematics and count those the tests miss
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

lock: $(VENV)/upkeep $(VENV)/site ## choose the newest versions that pyproject.toml allows
	$(COMPILE) --upgrade -o $(LOCK)
	$(BIN)/python -m helpers.publish.lite.lock $(LOCK)

commands: $(VENV)/checks ## run every command of the README and of CONTRIBUTING.md
	COMMANDS=all $(BIN)/python -m pytest -n0 tests/test_commands.py

oldest: $(VENV)/upkeep ## run the tests with the oldest versions that pyproject.toml allows
	$(COMPILE) --resolution lowest-direct -o .venv-oldest.lock
	$(MAKE) VENV=.venv-oldest LOCK=.venv-oldest.lock tests

newest: $(VENV)/upkeep ## run the tests with the newest versions that pyproject.toml allows
	$(COMPILE) --upgrade -o .venv-newest.lock
	$(MAKE) VENV=.venv-newest LOCK=.venv-newest.lock tests

hosted: $(VENV)/checks ## run and show the lessons with the oldest packages that a notebook service has
	$(BIN)/python -m pytest -n0 tests/hosted.py

browser: $(VENV)/checks ## run every notebook in JupyterLite, in Chromium alone
	$(BIN)/python -m pytest -n0 tests/lite_lessons.py

stress: $(VENV)/checks ## try dead kernels, other Pythons, far locales, and thousands of spoilt files
	FUZZ=$(FUZZ) $(BIN)/python -m pytest -n0 -rs tests/stress.py tests/test_data_fuzz.py $(TEST_OPTIONS)

tests: $(VENV)/checks
	$(BIN)/python -m helpers.publish.lesson $(LESSONS)
	$(BIN)/python -m pytest $(TEST_OPTIONS)

clean: ## remove whatever these targets have made
	rm -rf .venv .venv-* .published slides site handouts sheets mutants .pytest_cache .ruff_cache .mypy_cache .hypothesis .benchmark

# One stamp for each set of packages, older than the lock when it is out of date.
$(VENV)/course: pyproject.toml $(LOCK) $(shell grep -qsxF "$(CURDIR)" $(VENV)/home || echo moved)
	@$(PYTHON) -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>&- || { \
	echo "The course needs Python 3.11 or newer with its venv module, and '$(PYTHON)' is not that:" \
	"install it, or name another with make PYTHON=..." >&2; exit 1; }
	@echo "Setting up the course in $(VENV); the first time takes about half a minute."
	@$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --editable ".[lab]"
	@echo "$(CURDIR)" > $(VENV)/home
	@touch $@

# A virtual environment does not survive a move: in a folder of another name it is made anew.
moved:

$(VENV)/slides $(VENV)/site $(VENV)/checks $(VENV)/upkeep: $(VENV)/%: $(VENV)/course
	$(INSTALL) --editable ".[$*]"
	@touch $@

# Slides are made of lessons that have passed their tests as they are now.
$(VENV)/proven: $(VENV)/checks $(NOTEBOOKS) $(wildcard $(foreach part,py js css,helpers/*.$(part) helpers/*/*.$(part)) tests/*.py)
	$(BIN)/python -m pytest --quiet notebooks tests/test_notebooks.py $(wildcard tests/test_facts_*.py)
	@touch $@

# JupyterLab hides some outputs of notebooks that nobody on this machine has vouched for.
$(VENV)/trusted: $(VENV)/course $(NOTEBOOKS)
	@$(BIN)/python -m jupyter trust $(NOTEBOOKS) > $@
