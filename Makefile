# Each command installs what it needs into this folder first: uv if the machine has none, then .venv.

.PHONY: help demo test test-fast lint faults bench lock reset
.NOTPARALLEL:

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: ## Start Factcheck with a demo in it, on http://127.0.0.1:8000 (PORT=8001 for another port)
	@bin/setup demo
	@.venv/bin/python -m factcheck.demo

test: ## Check everything: lint, types, migrations, deployment, unit and browser tests
	@bin/setup test
	@bin/test

test-fast: ## The same without the browser tests
	@bin/setup test
	@bin/test fast

lint: ## The same without any test
	@bin/setup test
	@bin/test lint

faults: ## Many people at once on the real server, then the same while PostgreSQL is killed
	@bin/setup test
	@.venv/bin/python -m tests.faults

bench: ## Measure pages and edits at 1,000 to 1,000,000 claims, beside the plain Django admin
	@bin/setup test
	@.venv/bin/python -m tests.bench $(BENCH)

lock: ## Write requirements/*.txt anew from pyproject.toml
	@bin/setup lock

reset: ## Remove the demo's data and the embedded database, after asking
	@bin/setup demo
	@.venv/bin/python -m factcheck.postgres reset
