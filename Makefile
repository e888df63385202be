# The verbs of the house. `make` alone lists them; two of them set up everything they need: `make demo`, `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
RUN := .venv
TEST := .venv-test
FOR ?= spine
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHONPATH :=

PIP_INSTALL = -m pip install --quiet --no-input --progress-bar off
PYTEST = $(TEST)/bin/python -m pytest -rs
AT_ONCE = -n $(WORKERS) --dist worksteal

.PHONY: help demo test suite test-postgres test-screens test-quick test-spark coverage check lint types contracts docs-current format docs bench-quality bench-speed done lock wheel bundle test-bundle browser clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# ---- the main job ----

demo: .make/run ## install, land the sample county, audit it, open the report (DEMO_SERVE=0: do not stay serving)
	@$(RUN)/bin/zouxin demo --out out/demo

# ---- tests ----

test: .make/test browser ## install what tests need and run everything: lint, types, contracts, the whole suite
	@failed=(); for step in lint types contracts docs-current suite test-postgres test-spark; do \
	  echo "== $$step"; $(MAKE) $$step || failed+=("$$step"); \
	done; \
	if [ -s .make/no-browser ]; then cat .make/no-browser; fi; \
	if [ $${#failed[@]} -gt 0 ]; then echo "failed: $${failed[*]}"; exit 1; fi

suite: .make/test
	@$(PYTEST) $(AT_ONCE) -m "not spark and not screens$$([ ! -s .make/no-browser ] || echo ' and not browser')"

test-quick: .make/test ## the suite without what is slow, Spark and the browser
	@$(PYTEST) $(AT_ONCE) -m "not spark and not browser and not slow and not screens"

test-postgres: .make/test ## the site's tests once more, on a real PostgreSQL that is started for them
	@$(TEST)/bin/python tests/on_postgres.py -rs $(AT_ONCE) -m "not browser" tests/site

test-screens: .make/test browser ## every screen in four roles and two widths, with a picture of each in out/screens
	@ZOUXIN_SCREENS=out/screens $(PYTEST) $(AT_ONCE) -s tests/site/screens

test-spark: .make/test ## the tests that need Spark, one after another
	@$(PYTEST) -m spark

coverage: .make/test ## which lines the suite (without Spark) runs
	@$(PYTEST) $(AT_ONCE) -m "not spark and not browser" --cov --cov-report=term:skip-covered --cov-report=html:out/coverage

check: lint types contracts docs-current ## everything that is judged without running; changes nothing

lint: .make/test ## style and common mistakes
	@$(TEST)/bin/ruff check .

types: .make/test ## strict types for model, tables, content, functions, lake, findings
	@$(TEST)/bin/mypy

contracts: .make/test ## who may import whom
	@$(TEST)/bin/lint-imports

docs-current: .make/test
	@$(TEST)/bin/python docs/generate.py --check

format: .make/test ## put the code into its form
	@$(TEST)/bin/ruff check --fix .
	@$(TEST)/bin/ruff format .

docs: .make/test ## write docs/reference anew from the code and from bench/results, and run the worked examples
	@$(TEST)/bin/python docs/generate.py
	@$(TEST)/bin/python -m bench.make_page
	@$(TEST)/bin/python docs/examples/keep.py

# ---- figures ----

bench-quality: .make/test ## how well the checks judge real data; writes bench/results
	@$(TEST)/bin/python -m bench.quality

bench-speed: .make/test ## how fast, beside peers; writes bench/results
	@$(TEST)/bin/python -m bench.speed

done: .make/test ## run the "done when" lines of an issue (FOR=spine), all of them, and fail if one is missed
	@failed=(); for one in bench/done/$(FOR)-*; do \
	  name=$$(basename "$$one"); name=$${name%.*}; [ -f "$$one" ] || { echo "bench/done has nothing for $(FOR)"; exit 1; }; \
	  case "$$one" in *.py) run=$(TEST)/bin/python ;; *) run=bash ;; esac; \
	  echo "== $$name"; \
	  PATH="$(CURDIR)/$(TEST)/bin:$$PATH" PYTHONPATH=. $$run "$$one" || failed+=("$$name"); \
	done; \
	if [ $${#failed[@]} -gt 0 ]; then echo "missed: $${failed[*]}"; exit 1; fi

# ---- packaging ----

lock: ## resolve both lock files anew
	@uv=$$(command -v uv || ls $(RUN)/bin/uv 2>/dev/null || true); \
	if [ -z "$$uv" ]; then $(PYTHON) $(PIP_INSTALL) --target .make/uv uv && uv=.make/uv/bin/uv; fi; \
	compile="$$uv pip compile pyproject.toml --python $(PYTHON) --universal --generate-hashes --no-header --no-annotate --no-strip-extras --quiet"; \
	export UV_PYTHON_DOWNLOADS=never; \
	$$compile -o requirements.lock; \
	$$compile --extra server -o requirements-server.lock; \
	$$compile --extra spark --extra train --extra server --extra test -o requirements-test.lock

wheel: .make/test ## build the wheel into dist/
	@$(TEST)/bin/python -m build --wheel --no-isolation --outdir dist .

bundle: .make/test wheel ## everything an office without a connection needs to install, in dist/bundle (for this system and Python)
	@rm -rf dist/bundle; mkdir -p dist/bundle/wheels
	@$(TEST)/bin/python -m pip download --quiet --no-input --progress-bar off --only-binary :all: --require-hashes -r requirements-server.lock -d dist/bundle/wheels
	@cp "$$(ls -t dist/zouxin-*.whl | head -1)" requirements-server.lock dist/bundle/
	@cp docs/howto/offline.md dist/bundle/安装说明.md; cp docs/howto/offline-install.sh dist/bundle/install.sh
	@cd dist/bundle && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS
	@du -sh dist/bundle

test-bundle: bundle ## install the bundle with the network cut and open the site from it
	@$(TEST)/bin/python bench/offline.py dist/bundle

clean: ## remove everything that was made
	@rm -rf $(RUN) $(TEST) .make build dist out .coverage* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis spark-warehouse metastore_db
	@find src tests bench training docs -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- environments: a stamp in .make/ says that one stands as its lock file asks ----

.make/run: requirements.lock pyproject.toml
	$(call environment,$(RUN))
	@echo "installing what running needs into $(RUN) (about 200 MB to fetch the first time)"
	@$(RUN)/bin/python $(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(RUN)/bin/python $(PIP_INSTALL) --no-deps --editable .
	@touch $@

.make/test: requirements-test.lock pyproject.toml
	$(call environment,$(TEST))
	@echo "installing what the tests need into $(TEST) (Spark among it: about 900 MB to fetch the first time)"
	@$(TEST)/bin/python $(PIP_INSTALL) --require-hashes -r requirements-test.lock
	@$(TEST)/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# an environment with pip in folder $(1); where Debian's python3-venv is missing, by virtualenv kept in .make/
define environment
	@mkdir -p .make
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' || \
	  { echo "Zouxin needs Python 3.11 or 3.12; $(PYTHON) is $$($(PYTHON) --version 2>&1). Say which one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(1)/bin/python -m pip --version >/dev/null 2>&1 || { \
	  rm -rf $(1); \
	  $(PYTHON) -m venv $(1) >/dev/null 2>&1 || { \
	    rm -rf $(1); \
	    $(PYTHON) $(PIP_INSTALL) --target .make/virtualenv virtualenv && PYTHONPATH=.make/virtualenv $(PYTHON) -m virtualenv --quiet $(1); }; }
endef

# chromium, a Chinese font and what Playwright's driver links to, for the browser tests; without the right to install them those tests are left out
BROWSER_NEEDS := chromium fonts-noto-cjk libatomic1

browser:
	@mkdir -p .make; rm -f .make/no-browser; \
	if command -v chromium >/dev/null && ls /usr/share/fonts/opentype/noto/NotoSansCJK* /usr/lib/*/libatomic.so.1 >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=""; elif [ -t 0 ]; then as="sudo"; else as="sudo -n"; fi; \
	echo "installing $(BROWSER_NEEDS) for the browser tests"; \
	if ! { $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(BROWSER_NEEDS); } >.make/apt.log 2>&1; then \
	  echo "Browser tests are skipped: apt could not install $(BROWSER_NEEDS) (see .make/apt.log); as root: apt-get install $(BROWSER_NEEDS)" | tee .make/no-browser; \
	fi
