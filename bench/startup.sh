#!/bin/sh
# How long the commands and a start take: bench/startup.sh [ROUNDS] (default 10), after ./mvnw package.
#
# Each line: the median and the least wall time of all rounds, the processor time of one, and the ratio of the median to
# that of 'java -version' (JAVA_HOME's, or the PATH's), which is what this machine needs for any Java program at this
# moment. Nothing else should run meanwhile.
set -eu

rounds=${1:-10}
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
relayhub=$here/target/relayhub
[ -x "$relayhub" ] || {
    echo "bench/startup.sh: there is no target/relayhub: run ./mvnw package first" >&2
    exit 1
}

work=$(mktemp -d)
export RELAYHUB_HOME="$work/home" CLOUD_SERVER_HOST=127.0.0.1 SERVER_ADDRESS=127.0.0.1
trap '"$relayhub" stop >/dev/null 2>&1 || :; rm -rf "$work"' EXIT

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

now() {
    date +%s%N
}

# processor: sets used to the milliseconds that all children of this shell have used so far
processor() {
    times >"$work/used"
    used=$(sed -n '2{s/[ms]/ /g;p;}' "$work/used" | awk '{ print int(($1 * 60 + $2 + $3 * 60 + $4) * 1000) }')
}

baseline=
# report NAME FILE PROCESSOR
report() {
    sort -n "$2" >"$work/sorted"
    median=$(sed -n "$(((rounds + 1) / 2))p" "$work/sorted")
    least=$(sed -n 1p "$work/sorted")
    [ -n "$baseline" ] || baseline=$median
    awk -v name="$1" -v m="$median" -v l="$least" -v p="$3" -v b="$baseline" \
        'BEGIN { printf "%-28s median %5d ms   least %5d ms   processor %5s ms   %5.1f x java -version\n", name, m, l, p, m / b }'
}

# measure NAME COMMAND...
measure() {
    name=$1
    shift
    : >"$work/times"
    processor
    before=$used
    round=0
    while [ "$round" -lt "$rounds" ]; do
        begin=$(now)
        "$@" >/dev/null 2>&1 || :
        echo $((($(now) - begin) / 1000000)) >>"$work/times"
        round=$((round + 1))
    done
    processor
    report "$name" "$work/times" $(((used - before) / rounds))
}

measure "java -version" "$java" -version
measure "relayhub version" "$relayhub" version
measure "relayhub status (stopped)" "$relayhub" status

: >"$work/starts"
: >"$work/stops"
i=0
while [ "$i" -lt "$rounds" ]; do
    begin=$(now)
    "$relayhub" start --port 0 >/dev/null
    echo $((($(now) - begin) / 1000000)) >>"$work/starts"
    [ "$i" -gt 0 ] || measure "relayhub status (running)" "$relayhub" status
    [ "$i" -gt 0 ] || measure "relayhub logs" "$relayhub" logs
    begin=$(now)
    "$relayhub" stop >/dev/null
    echo $((($(now) - begin) / 1000000)) >>"$work/stops"
    i=$((i + 1))
done
report "relayhub start, until ready" "$work/starts" -
report "relayhub stop" "$work/stops" -
