# make run | test | check | bench | setup; `make lock` after changing requirements/*.in.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
RUNS_ON := $(VENV)/.base-installed
TESTS_WITH := $(VENV)/.dev-installed
COLLECTED := staticfiles/staticfiles.json
STATIC := $(shell find consultations/static -type f)
CODE := manage.py planner consultations tests

.PHONY: setup run test check bench lock format translations

setup: $(RUNS_ON)

# Any Python from 3.11 on; PYTHON=… names another than the first one found.
$(PY):
	@python=$${PYTHON:-}
	for name in python3.11 python3.12 python3.13 python3.14 python3; do
	  [ -n "$$python" ] || ! "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || python=$$name
	done
	[ -n "$$python" ] || { echo "Python 3.11 or later is needed: set PYTHON to it." >&2; exit 1; }
	"$$python" -m venv $(VENV)

$(RUNS_ON): requirements/base.txt | $(PY)
	$(INSTALL) -r requirements/base.txt
	touch $@

# dev.txt holds what the planner runs on as well.
$(TESTS_WITH): requirements/dev.txt $(RUNS_ON)
	$(INSTALL) -r requirements/dev.txt
	touch $@

$(COLLECTED): $(RUNS_ON) $(STATIC)
	$(PY) manage.py collectstatic --no-input --clear --verbosity 0
	touch $@

# Server and workers stop together; one that fell over is started again: `db_worker` plans,
# `errands` sends the mails and does what is due by the clock.
run: $(RUNS_ON) $(COLLECTED)
	@export PORT=$(PORT)
	# Where this machine alone reaches it, senders of mails need no server that vouches for them.
	[[ "$${PUBLIC_URL:-http://localhost}" =~ ^https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?/?$$ ]] &&
	  export MAIL_AUTHSERV_ID="$${MAIL_AUTHSERV_ID-trust}"
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py demo
	server= worker= errands=
	# In groups of their own: Ctrl-C reaches this shell alone, which then ends each of them once.
	start() { set -m; "$$@" & set +m; }
	stop() {
	  trap '' INT TERM
	  kill $$server $$worker $$errands 2>/dev/null || true
	  sleep 0.5
	  kill $$worker 2>/dev/null || true  # asked twice, it leaves the plan it works on
	  for _ in {1..100}; do
	    running=
	    for one in $$server $$worker $$errands; do kill -0 $$one 2>/dev/null && running=yes || true; done
	    [ -n "$$running" ] || return 0
	    sleep 0.1
	  done
	  for one in $$server $$worker $$errands; do kill -KILL -- -$$one 2>/dev/null || true; done
	}
	trap stop EXIT
	trap exit INT TERM
	start $(VENV)/bin/gunicorn planner.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
	  --graceful-timeout 3 --log-level warning
	server=$$!
	echo "Serving on http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	while kill -0 $$server 2>/dev/null; do
	  [ -n "$$worker" ] && kill -0 $$worker 2>/dev/null || {
	    start $(PY) manage.py db_worker --no-reload --verbosity 0
	    worker=$$!
	  }
	  [ -n "$$errands" ] && kill -0 $$errands 2>/dev/null || {
	    start $(PY) manage.py errands
	    errands=$$!
	  }
	  sleep 1 & wait $$!
	done
	wait $$server

test: $(TESTS_WITH)
	$(PY) -m tests

# Production as it would be set up; the values lead nowhere.
DEPLOYED := SECRET_KEY=not-a-secret-but-long-enough-and-with-many-different-letters-0123456789 \
  PUBLIC_URL=https://planner.example.org ALLOWED_HOSTS=planner.example.org DEBUG=

check: $(TESTS_WITH)
	$(PY) -m ruff format --check $(CODE)
	$(PY) -m ruff check $(CODE)
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_architecture.py
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.translations
	$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING

bench: $(TESTS_WITH)
	mkdir -p build
	$(PY) -m tests.bench

format: $(TESTS_WITH)
	$(PY) -m ruff format $(CODE)
	$(PY) -m ruff check --fix $(CODE)

translations: $(TESTS_WITH)
	$(PY) -m tests.translations --write

COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
  --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(TESTS_WITH)
	$(COMPILE) --output-file requirements/base.txt requirements/base.in
	$(COMPILE) --constraint requirements/base.txt --output-file requirements/dev.txt requirements/dev.in
