# Netloft: `make run` opens the app on the sample, `make test` passes every check.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
COMPILED := $(VENV)/.compiled
LOCALE := wording/locale
PO := $(wildcard $(LOCALE)/*/LC_MESSAGES/netloft.po)
MO := $(PO:.po=.mo)
SUITE := $(BIN)/python -m pytest -n 5 --dist worksteal tests

.PHONY: run test lint types contracts check bench soak elsewhere catalogues docs pictures clean

run: $(STAMP) $(MO)
	@$(BIN)/netloft demo $(ARGS)

# What reads the sources runs beside the tests, which wait a good part of their time; it is told
# after them, whole, and either may fail the whole.
test: $(STAMP) $(MO)
	@log=$$(mktemp); $(MAKE) -k --no-print-directory lint types contracts >$$log 2>&1 & beside=$$!; \
	$(MAKE) --no-print-directory check; tests=$$?; \
	wait $$beside; sources=$$?; cat $$log; rm -f $$log; exit $$((tests | sources))

# What is used of the packages is compiled when it is first loaded; to compile all of them takes as
# long as to fetch and unpack them.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Netloft needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt -e '.[dev]'
	@touch $@

%.mo: %.po $(STAMP)
	@$(BIN)/pybabel --quiet compile -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
	@touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

check: $(COMPILED) $(MO)
	$(SUITE)

# Workers that begin at the same time would each compile everything for itself; what is wrong with
# it the suite tells.
$(COMPILED): $(STAMP) | $(MO)
	@$(BIN)/python -m pytest --collect-only -qq tests >/dev/null || true
	@touch $@

bench: $(STAMP) $(MO)
	$(BIN)/python -m tests.benchmarks

soak: elsewhere
	$(BIN)/python -m pytest -m soak tests
	NETLOFT_EXAMPLES=300 $(BIN)/python -m pytest -n 3 tests/deals tests/store tests/screens

# The suite in two other worlds, the name of the folder for temporary files long and short.
LONG_NAME := $(shell printf 'long-%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25)

elsewhere: $(STAMP) $(MO)
	@set -e; long=$$(mktemp -d)/$(LONG_NAME); short=$$(mktemp -d /tmp/XXX); \
	trap 'rm -rf "$${long%/*}" "$$short"' EXIT; mkdir "$$long"; \
	umask 077; TMPDIR=$$long LANG=zh_CN.UTF-8 TZ=Pacific/Kiritimati COLUMNS=57 USER=lin $(SUITE); \
	umask 000; TMPDIR=$$short LANG=C TZ=America/Los_Angeles $(SUITE)

catalogues: $(STAMP)
	$(BIN)/python -m wording.catalogues

# What the pages have from the program: the tables of keys, settings and headers, in both languages.
docs: $(STAMP) $(MO)
	$(BIN)/python -m screens.registry
	$(BIN)/python -m tui.output.setting_table
	$(BIN)/python -m tui.output.header_table

# The screens on the pages, drawn by the app itself.
pictures: $(STAMP) $(MO)
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f $(MO)
