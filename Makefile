# Every command a person needs, each one word. `make run` and `make test` set up whatever they need.
PYTHON ?= python3
IN = .venv/bin

.PHONY: run test check bench validate content fidelity soak golden fuzz words pins develop

run:            ## set up, start everything, print the address
	@$(PYTHON) -m start run

develop:        ## set up what checking needs
	@$(PYTHON) -m start develop

test:           ## the whole suite: engine, web, sockets, browser journeys
	@$(PYTHON) -m start npm run --silent test
	@$(PYTHON) -m start test

check: develop  ## law, types, contracts and fast tests
	@$(IN)/ruff check . && $(IN)/ruff format --check .
	@$(IN)/mypy engine grading content words validation sandbox apps start
	@$(IN)/lint-imports --no-cache
	@$(PYTHON) -m start npm run --silent check
	@$(PYTHON) -m start test -m "not slow and not browser"

bench:          ## figures as ratios in one run, with the peers installed
	@$(PYTHON) -m start bench

ROWS ?=

validate: develop ## the engine against theory; ROWS="V31 3C" for some rows, SHORT=1 for their short forms
	@$(IN)/python -m validation $(ROWS) $(if $(SHORT),--short)

ITEMS ?=

content: develop ## lessons, scenarios and interviews prove that they can be done; ITEMS="L02 L13" for some, SHORT=1 for few seeds
	@$(IN)/python -m content $(ITEMS) $(if $(SHORT),--short)

fidelity: develop ## write the words of the record and docs/engine/fidelity.md anew
	@$(IN)/python -m validation --page

# What is recorded for docs/reliability.md and can be measured by short proofs too.
RECORDED = tests/apps/runs/execution/test_cancelling.py tests/apps/runs/execution/test_runaways.py tests/apps/runs/fairness tests/apps/runs/test_actions.py tests/reliability

soak: develop   ## the long proofs, which put what they measure into docs/reliability.md; BACKLOT_CHAOS_SEED=… replays dice
	@BACKLOT_SOAK=1 BACKLOT_RECORD=1 FUZZ_COUNT=100000 FUZZ_RUNS=1000 BACKLOT_RUNAWAYS=100 $(PYTHON) -m start test tests/soak tests/fuzz tests/engine/test_reference.py tests/engine/estimate/test_estimate.py $(RECORDED)
	@$(IN)/python -m tests.reliability

golden: develop ## write the golden digests again; review the difference
	@BACKLOT_WRITE_GOLDEN=1 $(IN)/python -m pytest tests/golden

SEED ?= 1

fuzz: develop   ## random documents and designs; SEED=… replays one
	@FUZZ_SEED=$(SEED) $(IN)/python -m pytest tests/fuzz

words: develop  ## bring the files of translators under locale/ up to date with what the sources say
	@$(IN)/python -m words update

pins: develop   ## turn requirements*.in into pins
	@for file in requirements requirements-dev requirements-bench; do $(IN)/uv pip compile -q --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url --no-emit-find-links $$file.in -o $$file.txt; done
