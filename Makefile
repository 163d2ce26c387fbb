# Every target is one line that calls a script; `make` alone lists them.
SHELL := /bin/bash
PREFIX ?= /usr/local
BINARY := .build/release/hardstand

.PHONY: help demo test build release format docs bench fuzz install clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: release ## install what is missing, build the release, check and repair a real example
	@scripts/demo

test: ## install what is missing, build everything, and run every test and check
	@scripts/test

build: ## build for development
	@scripts/prepare && swift build --explicit-target-dependency-import-check error

release: ## build the binary that ships
	@scripts/release

format: ## format every Swift file
	@swift format -i -r Package.swift Sources Tests

docs: build ## write the generated documentation
	@.build/debug/hardstand docs --write docs

bench: release ## compare speed and memory with the peers
	@Benchmarks/run

fuzz: ## run the parsers on mutated files for a long time
	@scripts/fuzz

install: release ## install the binary, man pages and completions below PREFIX
	@scripts/install "$(DESTDIR)$(PREFIX)"

clean: ## remove what was built
	@rm -rf .build
