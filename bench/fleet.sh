#!/bin/sh
# fleet.sh [SECONDS]: what a fleet costs a hub on this machine, for the numbers of docs/fleet.md: 1,000 servers and 50
# viewers of either format, 10,000 servers and 10. Needs `./mvnw test-compile` first, and twice 10,100 file descriptors.
set -eu
cd "$(dirname -- "$0")/.."
seconds=${1:-20}
for load in "1000 50 document" "1000 50 envelope" "10000 10 document" "10000 10 envelope"; do
    # shellcheck disable=SC2086
    ./mvnw -q -B -Pbench verify -Dbench.main=io.relayhub.bench.FleetLoad -Dbench.options= "-Dbench=$load $seconds"
done
