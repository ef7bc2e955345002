# Isogloss. `make help` lists every habit. One release build with testing enabled serves tests, benches and, once it is there, the demo.
SHELL := /bin/bash
GOLDENS := $(wildcard scripts/goldens/*.py)
.DEFAULT_GOAL := help

.PHONY: help setup build demo test test-servers lint format bench docs goldens fuzz check-report browser test-setup peers clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 18

setup: ## fetch libtorch, two small models and the language identifier into ~/.cache/isogloss
	@scripts/setup

build: setup ## build the command line (release)
	@scripts/swift-release build --product isogloss

demo: setup ## evaluate a real model in twelve languages, align it, evaluate again: runs/demo.html, runs/alignment.html
	@scripts/demo

test: setup ## build and run every test
	@scripts/test

check-report: demo ## drive the demo's page in headless Chromium (Debian: chromium)
	@python3 scripts/browser/check_report.py runs/demo.html --shots runs/shots

browser: build ## drive the dashboard in headless Chromium over real answers (Debian: chromium)
	@scripts/browser/real

lint: ## check formatting, and that comments are there
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests
	@scripts/lint-house

format: ## format every Swift file in place
	@swift format --in-place --recursive --parallel Package.swift Sources Tests

goldens: peers ## make the reference values again from transformers, gguf, scipy, fastText
	@for script in $(GOLDENS); do echo "== $$script"; .peers/venv/bin/python $$script || exit 1; done

peers: ## the Python peers that goldens and benches compare with, in .peers/
	@scripts/peers

test-servers: build peers ## ask SmolLM2 through transformers serve and llama.cpp's server, and compare with the local engine
	@scripts/servers/build_llama.sh || echo "llama-server cannot be built here: only transformers serve is asked"
	@.peers/venv/bin/python scripts/servers/compare.py

bench: bench-generate bench-tokenizers bench-endpoint ## every bench, one after the other

bench-%: build peers ## bench-NAME: one bench against its peer; the last line is `ratio: X.XX`
	@scripts/bench/$*.sh

fuzz: ## mutate model files under the address sanitizer
	@scripts/fuzz/run.sh

test-setup: ## the set-up script's own failures: no network, no disk, wrong hash
	@python3 scripts/test_setup.py

docs: build ## build the documentation with warnings as errors
	@scripts/docs

clean: ## remove what was built here; the cache stays
	@rm -rf .build runs
