# Runs the Autobahn suite as a client: run.py <unpacked suite> <specification>
import sys

suite, specification = sys.argv[1:]
sys.path.insert(0, suite)
sys.argv = ['wstest', '-m', 'fuzzingclient', '-s', specification]

from autobahntestsuite.wstest import run

run()
