# What a person does with this repository. Each line runs a script that says what it does.
.PHONY: help demo run test bench fuzz docs format release

help:
	@echo "make demo     build, start with sample mail, print the sign-in link"
	@echo "make run      build and start the server on data/, without sample data"
	@echo "make test     install what is missing and run every test"
	@echo "make bench    speed and memory, measured beside peers"
	@echo "make fuzz     fuzz the mail library for two minutes"
	@echo "make docs     build the documentation of the mail library"
	@echo "make format   format the sources"
	@echo "make release  build the optimised binary"

demo:
	@Scripts/run.sh demo

run:
	@Scripts/run.sh serve

test:
	@Scripts/test.sh

bench:
	@Scripts/bench.sh

fuzz:
	@Scripts/fuzz.sh

docs:
	@Scripts/docs.sh

format:
	@Scripts/format.sh

release:
	@Scripts/build.sh release
