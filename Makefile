# Thin names over `python -m tasks`, which does the same on machines without make.
PORT ?= 8501
PYTHON3 ?= python3
ARGS ?=

.PHONY: setup app demo test bench lint docs
setup test bench lint docs:
	@$(PYTHON3) -m tasks $@ $(ARGS)
app demo:
	@$(PYTHON3) -m tasks $@ --port $(PORT)
