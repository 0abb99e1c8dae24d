# The targets are one line each; what is longer stands beside the CI's own script in .ci/.
PORT ?= 8866
HOST ?= 127.0.0.1
ARGS ?=
SOURCES := pyproject.toml hatch_build.py $(wildcard package.json package-lock.json tsconfig.json widgets/*/*.ts widgets/*/*.css widgets/*.css course/server/*.ts course/server/client/*.ts widgets/*.mjs)

.PHONY: serve run test pictures lint types bench performance assets messages docs lock clean

serve: .venv/installed ## set up, run every session once, serve, print sign-in links
	@.ci/serve --host $(HOST) --port $(PORT) $(ARGS)

run: .venv/installed ## set up and run every session for every municipality to out/
	@.venv/bin/workbook prepare && exec .venv/bin/workbook run $(ARGS)

test: .venv/installed ## everything: unit, notebooks, browser
	@.ci/test $(ARGS)

pictures: .venv/installed ## take the README's pictures anew
	@WORKBOOK_PICTURES=1 .ci/test -n 0 tests/browser/test_main_job.py tests/test_paper_pictures.py

lint: .venv/installed
	@.ci/lint

types: .venv/installed
	@.ci/types

bench: .venv/installed ## figures to out/bench, beside the peers'; ARGS="--rounds 5", ARGS=--country
	@.ci/peers && exec .venv/bin/python -m tests.benchmarks $(ARGS)

performance: .venv/installed ## write docs/performance.md from out/bench
	@.venv/bin/python -m tests.benchmarks.performance out/bench/bench.json

assets: .venv/installed ## bundle the browser part anew
	@.venv/bin/python hatch_build.py

messages: .venv/installed ## take new sentences into the catalogues
	@.ci/messages

docs: .venv/installed ## write docs/reference.md from the declarations
	@.venv/bin/python -m course.reference > docs/reference.md

lock: .venv/installed ## resolve requirements.lock anew from pyproject.toml
	@.ci/lock $(ARGS)

clean: ## everything that was made, never what was written: var/ stays
	@rm -rf .venv .peers node_modules build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/installed: requirements.lock $(SOURCES) .ci/install
	@.ci/install
