#!/bin/sh
# How fast the hub relays, beside other relays on the same machine in the same run: bench/compare.sh --help.
# docs/performance.md says what is measured and how to read it.
set -eu

usage() {
    cat <<'END'
bench/compare.sh [options]      after ./mvnw package

  --shapes LIST     of the shapes below, separated by commas (default: all)
  --rivals LIST     of node-unparsed, node-parsed, spring-tomcat, nats; or none (default: all)
  --rival NAME=COMMAND
                    one more, that listens on 127.0.0.1 at {port}; repeatable
  --hub COMMAND     the hub, instead of target/relayhub
  --rounds N        measurements of each (default: 3)
  --seconds S       of each measurement (default: 3)
  --warm-up S       before each measurement (default: 1)
  --prepare S       of load for each relay before anything is measured (default: 12)
  --results FILE    keeps the generator's line of each measurement

Shapes:
END
    for one in $all_shapes; do
        printf '  %-16s  %s\n' "$one" "$(shape "$one")"
    done
}

all_shapes='64B-8 64B-1 16kB-4 500x50 1x1 1MB 64B-8-idle 12 12-slow-silent'

# shape NAME: what the generator is told; bench/load.c has the options.
shape() {
    case $1 in
        64B-8) echo "--agents 20 --connectors 4 --window 8 --answer 64" ;;
        64B-1) echo "--agents 20 --connectors 4 --window 1 --answer 64" ;;
        16kB-4) echo "--agents 20 --connectors 4 --window 4 --answer 16000" ;;
        500x50) echo "--agents 500 --connectors 50 --window 1 --answer 64" ;;
        1x1) echo "--agents 1 --connectors 1 --window 1 --answer 64" ;;
        1MB) echo "--agents 4 --connectors 4 --window 1 --answer 1000000" ;;
        64B-8-idle) echo "--agents 20 --connectors 4 --window 8 --answer 64 --idle 9000" ;;
        12) echo "--agents 20 --connectors 12 --window 8 --answer 64 --timeout-ms 1000" ;;
        12-slow-silent) echo "--agents 20 --connectors 12 --window 8 --answer 64 --timeout-ms 1000 --slow 1 --silent 1" ;;
        *) stop "there is no shape $1; --help lists them" ;;
    esac
}

stop() {
    printf 'bench/compare.sh: %s\n' "$1" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
PATH=$PATH:/usr/sbin # where Debian puts nats-server
token=benchmarks-need-a-token-too
hub="$here/target/relayhub start --foreground --port {port} --token $token --max-connections 20000"
shapes=$all_shapes
rivals='node-unparsed node-parsed spring-tomcat nats'
rounds=3
seconds=3
warm_up=1
prepare=12
settle=2 # seconds of each shape before its first round
results=

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/servers"
: >"$work/given"

while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            usage
            exit
            ;;
    esac
    [ $# -gt 1 ] || stop "$1 needs a value; --help lists the options"
    case $1 in
        --shapes) shapes=$(echo "$2" | tr , ' ') ;;
        --rivals) rivals=$(echo "$2" | sed 's/^none$//' | tr , ' ') ;;
        --rival) printf '%s\n' "$2" >>"$work/given" ;;
        --hub) hub=$2 ;;
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --warm-up) warm_up=$2 ;;
        --prepare) prepare=$2 ;;
        --results) results=$2 ;;
        *) stop "there is no option $1; --help lists them" ;;
    esac
    shift 2
done
for one in $shapes; do
    shape "$one" >"$work/shape"
done

servers=
end_all() {
    for one in $servers; do
        pid=$(cat "$work/servers/$one/pid")
        kill -s CONT -- "-$pid" 2>/dev/null || :
        kill -s TERM -- "-$pid" 2>/dev/null || :
    done
    patience=50
    for one in $servers; do
        pid=$(cat "$work/servers/$one/pid")
        while [ "$patience" -gt 0 ] && kill -0 "$pid" 2>/dev/null; do
            sleep 0.1
            patience=$((patience - 1))
        done
        kill -s KILL -- "-$pid" 2>/dev/null || :
    done
    rm -rf "$work"
}
trap end_all EXIT
trap 'exit 130' HUP INT TERM

[ "$(uname -s)" = Linux ] || stop "the load generator is written for Linux (epoll)"
if has taskset && [ "$(nproc)" -gt 1 ]; then
    on_first='taskset -c 0'
    on_second='taskset -c 1'
else
    on_first=
    on_second=
    echo "bench/compare.sh: without taskset and two cores, relay and generator disturb each other" >&2
fi
# shellcheck disable=SC3045 # shells have it all the same
ulimit -n "$(ulimit -Hn)" 2>/dev/null || :
cc -O2 -o "$work/load" "$here/bench/load.c" || stop "a C compiler is needed for the load generator"

# ------------------------------------------------------------------------------------------------------- the relays

# start NAME COMMAND [OPTION-OF-LOAD...]: the command runs in a process group of its own, on the first core.
start() {
    name=$1
    command=$2
    shift 2
    port=$("$work/load" --free-port)
    at=$work/servers/$name
    mkdir "$at"
    printf '%s' "$*" >"$at/options"
    printf '%s' "$port" >"$at/port"
    command=$(printf '%s' "$command" | sed "s/{port}/$port/g")
    (
        unset MTOP_DEVTOOLS_TOKEN
        export RELAYHUB_HOME="$work/home" CLOUD_SERVER_HOST=127.0.0.1 SERVER_ADDRESS=127.0.0.1
        # shellcheck disable=SC2086 # two words, or none
        exec $on_first setsid sh -c "exec $command" >"$at/log" 2>&1
    ) &
    printf '%s' $! >"$at/pid"
    servers="$servers $name"
    # shellcheck disable=SC2086
    if ! "$work/load" --port "$port" "$@" --await 40; then
        tail -n 20 "$at/log" >&2
        stop "$name took no connections within 40 s; the end of its log is above"
    fi
    kill -s STOP -- "-$(cat "$at/pid")"
}

missing() {
    printf 'Without %s: %s.\n' "$1" "$2"
}

node_packages() {
    has node && has npm || return 1
    modules=$here/target/bench/node
    mkdir -p "$modules"
    cp "$here"/src/test/node/package*.json "$here/src/test/node/.npmrc" "$here"/bench/rivals/node/*.mjs "$modules"
    [ -d "$modules/node_modules/ws" ] || (cd "$modules" && npm ci --ignore-scripts --silent >/dev/null)
}

# The same Java for all: the launcher chose it.
java_of_the_hub() {
    java=$(readlink "/proc/$(cat "$work/servers/hub/pid")/exe")
    case $java in
        */java) echo "$java" ;;
        *) echo "${JAVA_HOME:+$JAVA_HOME/bin/}java" ;;
    esac
}

start_rival() {
    case $1 in
        node-unparsed | node-parsed)
            if node_packages; then
                start "$1" "node $modules/${1#node-}.mjs {port}"
            else
                missing "$1" "it needs node, npm and the package ws"
            fi
            ;;
        spring-tomcat)
            jar=$here/target/bench/spring-tomcat/spring-tomcat.jar
            if [ -e "$jar" ] || "$here/mvnw" -q -B -f "$here/bench/rivals/spring-tomcat/pom.xml" \
                "-Drival.directory=${jar%/*}" package >"$work/maven" 2>&1; then
                start "$1" "$(java_of_the_hub) -jar $jar --server.address=127.0.0.1 --server.port={port} --server.tomcat.max-connections=20000"
            else
                missing "$1" "its build failed; $(grep -m 1 ERROR "$work/maven" | cut -c 1-200)"
            fi
            ;;
        nats)
            if has nats-server; then
                start nats 'nats-server --addr 127.0.0.1 --port {port}' --nats 1
            else
                missing nats "nats-server is not installed"
            fi
            ;;
        *) stop "there is no rival $1; --help lists them" ;;
    esac
}

case $hub in
    "$here/target/relayhub "*) [ -x "$here/target/relayhub" ] || stop "there is no target/relayhub: run ./mvnw package first" ;;
esac
start hub "$hub"
for one in $rivals; do
    start_rival "$one"
done
while IFS= read -r line; do
    case $line in
        ?*=?*) start "${line%%=*}" "${line#*=}" ;;
        *) stop "--rival is NAME=COMMAND, with {port} where the port belongs" ;;
    esac
done <"$work/given"

# -------------------------------------------------------------------------------------------------------- measuring

# load SERVER SHAPE [OPTION...]: prints the generator's line
load() {
    at=$work/servers/$1
    shape_options=$(shape "$2")
    shift 2
    pid=$(cat "$at/pid")
    kill -s CONT -- "-$pid"
    # shellcheck disable=SC2046,SC2086 # these are lists of words
    $on_second "$work/load" --port "$(cat "$at/port")" --pid "$pid" --token "$token" $(cat "$at/options") $shape_options "$@" || :
    sleep 0.3 # it has connections to close
    kill -s STOP -- "-$pid"
}

count() {
    echo $#
}

# shellcheck disable=SC2086
awk -v shapes="$(count $shapes)" -v servers="$(count $servers)" -v rounds="$rounds" -v each="$seconds" \
    -v before="$warm_up" -v prepare="$prepare" -v settle="$settle" 'BEGIN {
        printf "%d shapes, %d relays, %d rounds: about %d s.\n\n", shapes, servers, rounds,
            servers * (prepare + 1 + shapes * (settle + 0.7 + rounds * (each + before + 0.7)))
    }'

# What compiles itself while it runs needs many requests before it is what it will be.
for server in $servers; do
    load "$server" 64B-8 --warm-up 0 --seconds "$prepare" >/dev/null
done
: >"$work/results"
for shape in $shapes; do
    for server in $servers; do
        load "$server" "$shape" --warm-up 0 --seconds "$settle" >/dev/null
    done
    order=$servers
    round=1
    while [ "$round" -le "$rounds" ]; do
        for server in $order; do
            line=$(load "$server" "$shape" --warm-up "$warm_up" --seconds "$seconds")
            echo "shape=$shape server=$server round=$round $line" >>"$work/results"
        done
        # shellcheck disable=SC2086
        set -- $order
        first=$1
        shift
        order="$* $first"
        round=$((round + 1))
    done
    awk -v shape="$shape" -v head="$([ "$shape" = "${shapes%% *}" ] && echo yes)" -f "$here/bench/table.awk" "$work/results"
done
echo
awk -v ratios=yes -f "$here/bench/table.awk" "$work/results"
[ -z "$results" ] || cp "$work/results" "$results"
