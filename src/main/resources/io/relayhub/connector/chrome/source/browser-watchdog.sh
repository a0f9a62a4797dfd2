# Starts a browser and ends it when whoever holds the other end of standard input has gone, however that came about.
#   $1    a directory to delete in the end, or an empty text
#   $2 …  the browser's command
# Each line of standard input starts the browser; "started <pid>" and "ended <exit code>" are reported. The end of
# standard input is the end of everything. For the shells of Debian, Alpine and macOS.
directory=$1
shift

# A closed terminal, Ctrl-C and a stopped service tell the whole group: the connector comes first, then this.
trap '' HUP INT TERM

run() {
  (trap - HUP INT TERM; exec "$@") >/dev/null &
  echo "started $!"
  wait $!
  echo "ended $?"
}

# Every process of the machine as pid:parent.
processes() {
  if [ -r /proc/self/stat ]; then
    for stat in /proc/[0-9]*/stat; do
      read -r line <"$stat" || continue
      pid=${line%% *}
      set -- ${line##*) }
      echo "$pid:$2"
    done 2>/dev/null
  else
    ps -A -o pid= -o ppid= | while read -r pid parent; do echo "$pid:$parent"; done
  fi
}

# What the last run has started, a generation a line: first the browser, then its children. A number that has been
# given to a stranger since is not taken for it.
family() {
  table=$(processes)
  case " "$(echo $table)" " in *" $waiter:$$ "*) parents=$waiter ;; *) parents= ;; esac
  while [ -n "$parents" ]; do
    children=
    for pair in $table; do
      case " $parents " in *" ${pair#*:} "*) children="$children ${pair%:*}" ;; esac
    done
    echo $children
    parents=$children
  done
}

any() {
  for pid in "$@"; do
    kill -0 "$pid" 2>/dev/null && return 0
  done
  return 1
}

nap() {
  sleep 0.1 2>/dev/null || sleep 1
}

waiter=
while read -r word; do
  run "$@" &
  waiter=$!
done

# Chrome saves cookies and logins when it is asked to end; its children end with it.
generations=$(family)
browser=${generations%%
*}
[ -n "$browser" ] && kill -TERM $browser 2>/dev/null
rounds=0
while [ $rounds -lt 30 ] && any $generations; do
  nap
  rounds=$((rounds + 1))
done
left=$(echo $generations $(family))
[ -n "$left" ] && kill -KILL $left 2>/dev/null

# Whoever is just ending may write once more.
rounds=0
while [ -n "$directory" ] && [ -e "$directory" ] && [ $rounds -lt 20 ]; do
  rm -rf -- "$directory" 2>/dev/null || nap
  rounds=$((rounds + 1))
done
