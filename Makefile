# A fresh machine needs only Python 3.11 or newer (with venv) and make. No index address is written anywhere.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
PORT ?= 8000
PORTAL_PORT ?= 9000
PAGES ?= 0
# How the tests are run; journeys share one stack, so they stay together.
HOW ?= -n 2 --dist loadscope
# `demo`, `test` and `check` install into the same place; each set of pins contains the one before, so that whoever has
# a later one has the earlier ones too.
digest = $(shell (cat requirements/$(1).txt | (sha256sum 2>/dev/null || shasum -a 256)) | cut -c1-12)
DEMO := $(VENV)/.demo-$(call digest,demo)
TEST := $(VENV)/.test-$(call digest,test)
CHECK := $(VENV)/.check-$(call digest,check)
# The SDKs we compare with pin versions of their own.
PEERS := $(VENV)/peers
BENCH := $(PEERS)/.bench-$(call digest,bench)
INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary=:all: -r

.PHONY: demo test test-postgres js-sdk check journeys states kill bench market-pictures lock messages staff clean

## Start everything on this machine and print one address.
demo: $(DEMO)
	@$(VENV)/bin/python -m portal_emulator.demo --port $(PORT) --portal-port $(PORTAL_PORT) --pages $(PAGES)

## The test suite; journeys in a browser run where Chromium is installed.
test: $(TEST)
	@$(VENV)/bin/python -m pytest -q $(HOW)

## Linters, types, import contracts, migrations, deploy check.
check: $(CHECK)
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" sh .ci/check

## The same suite on a private PostgreSQL (Debian package: postgresql).
test-postgres: $(TEST)
	@$(VENV)/bin/python -m tests.with_postgres $(VENV)/bin/python -m pytest -q $(HOW)

## The official JavaScript SDK for the emulator's own tests, checked against a committed digest (needs npm).
js-sdk: $(DEMO)
	@$(VENV)/bin/python -m portal_emulator.fetch_sdk

## Slow commands of their own.
journeys: $(TEST)
	$(VENV)/bin/python -m pytest -q -m "journey and not states" -o faulthandler_timeout=900
states: $(TEST)
	$(VENV)/bin/python -m pytest -q -m states -o faulthandler_timeout=900
kill: $(TEST)
	$(VENV)/bin/python -m pytest -q -m kill -o faulthandler_timeout=5400
bench: $(TEST) $(BENCH)
	PEERS_PYTHON=$(PEERS)/bin/python $(VENV)/bin/python -m benchmarks.rest_client
	$(VENV)/bin/python -m benchmarks.jobs
	$(VENV)/bin/python -m benchmarks.frontend

## Screenshots for the card in Market, from the real product at a pretend portal.
market-pictures: $(TEST)
	$(VENV)/bin/python -m tests.journeys.market_pictures

## A second factor for a staff account of the running demo: make staff NAME=anna
staff: $(DEMO)
	@$(VENV)/bin/python -m portal_emulator.demo_environment $(PORT) $(PORTAL_PORT) $(VENV)/bin/python manage.py enroll_staff $(NAME)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with the venv module is needed."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
$(DEMO): requirements/demo.txt | $(VENV)/bin/python
	@echo "Installing what Page Desk needs (once, about a minute)"
	@$(INSTALL) requirements/demo.txt
	@touch $@
$(TEST): requirements/test.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (once, about a minute)"
	@$(INSTALL) requirements/test.txt
	@touch $@ $(DEMO)
$(BENCH): requirements/bench.txt | $(VENV)/bin/python
	@echo "Installing the SDKs to compare with (once)"
	@$(PYTHON) -m venv $(PEERS)
	@$(subst $(VENV)/bin,$(PEERS)/bin,$(INSTALL)) requirements/bench.txt
	@touch $@
$(CHECK): requirements/check.txt | $(VENV)/bin/python
	@$(INSTALL) requirements/check.txt
	@touch $@ $(TEST) $(DEMO)

## Pin versions with hashes and no addresses (needs uv).
lock:
	for set in base demo test check bench; do PIP_CONFIG_FILE=/dev/null uv pip compile requirements/$$set.in -o requirements/$$set.txt --universal --python-version 3.11 --generate-hashes --no-header -q || exit 1; done
	! grep -nE '(https?|file)://' requirements/*.txt

## Bring the translation catalogs up to date and compile them (needs GNU gettext and the checks' environment).
## A new language: make messages ADD=ar (a Django locale of landing_app/portals/languages.py, as zh_Hans or vi).
messages: $(CHECK)
	@eval "$$($(VENV)/bin/python -m portal_emulator.demo_environment --production)" && \
	for language in $(notdir $(wildcard locale/*)) $(ADD); do \
		$(VENV)/bin/python manage.py makemessages -l $$language --no-location --no-obsolete -i portal_emulator -i tests -i benchmarks -i var -i staticfiles -v 0 || exit 1; done && \
	$(VENV)/bin/python manage.py compilemessages -v 0 -i .venv

clean:
	rm -rf $(VENV) var staticfiles
