# Everything a person or CI does. `make run` and `make test` are the two that a newcomer needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PY := .venv/bin/python
FLASK := .venv/bin/flask --app app
export PYTHONDONTWRITEBYTECODE ?= 1
export PATH := $(CURDIR)/.venv/node:$(PATH)

.PHONY: run test check unit build bench simulate simulate-bugs fuzz shots lock clean
.DELETE_ON_ERROR:

run: .venv/.app build  ## set up, build, migrate, load the demo, serve
	@tools/run

test: .venv/.dev .venv/.browser build  ## everything, on SQLite and on PostgreSQL
	npm --prefix static/client test --silent
	$(PY) -m pytest -n 2 --dist loadgroup

check: .venv/.dev build  ## style, types, the house's order, unit tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	npm --prefix static/client run check --silent
	npm --prefix static/client run lint --silent
	npm --prefix static/client test --silent
	$(PY) -m pytest -n 2 -q -m "not database"

fuzz: .venv/.dev build  ## all property tests on examples drawn anew; FUZZ_EXAMPLES of them for each door of the API
	FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-1000} $(PY) -m pytest -q $$(grep -rl "^from hypothesis" tests --include='test_*.py')

bench: .venv/.dev .venv/.browser build  ## measured as ratios; writes tests/bench/latest.json
	$(PY) -m tests.bench $(ONLY)

simulate: .venv/.dev build  ## the phone's code against the real server, everything going wrong: SHIFTS=N SEED=S JOBS=J
	@$(PY) -m tests.simulate --shifts $(or $(SHIFTS),300) --seed $(or $(SEED),1) --jobs $(or $(JOBS),1)

simulate-bugs: .venv/.dev build  ## plants bugs, one after the other, and shows that the simulator sees each
	@$(PY) -m tests.simulate --bugs

shots: .venv/.dev .venv/.browser build  ## the README's screenshots
	$(PY) -m tests.shots

build: static/dist/manifest.json

.venv/.app: requirements/app.txt
	@tools/venv
	@echo "安装 Python 部分……"
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	@touch $@

.venv/.dev: .venv/.app requirements/dev.txt
	@echo "安装检查和测试用的部分……"
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.browser: tools/browser
	@mkdir -p .venv && tools/browser && touch $@

CLIENT := $(shell find static/client -name node_modules -prune -o -type f -print 2>/dev/null)

static/client/node_modules/.package-lock.json: static/client/package-lock.json | .venv/.app
	@tools/node
	@echo "安装前端部分……"
	@npm --prefix static/client ci --silent --no-audit --no-fund
	@touch $@

static/dist/manifest.json: $(CLIENT) static/client/node_modules/.package-lock.json
	@echo "构建前端……"
	@npm --prefix static/client run build --silent

lock:  ## compile the hashed requirements anew (needs uv)
	tools/lock

clean:
	rm -rf .venv static/dist static/client/node_modules
