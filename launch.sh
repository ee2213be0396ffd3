# Sourced by ./cimlet and by a release's bin/cimlet: how each command starts fastest, or runs fastest.
# Needs `java_home`, `commit` of the sources where it is known, and `home`, the folder of modules, empty where they are linked into the runtime.
# `spark` is the folder of explore-spark with Spark's libraries where an exploration is to run on a cluster.

# Whether a command computes for seconds: a simulation, or thousands of estimates.
is_long() {
  before=
  for argument in "$@"; do
    case "$argument" in
      simulate | --engine=simulate | --trace | --trace=*) return 0 ;;
      --uncertainty=?????*) return 0 ;; # a thousand samples end before the best code is made
    esac
    case "$before $argument" in
      "--uncertainty "[0-9][0-9][0-9][0-9][0-9]*) return 0 ;;
    esac
    before=$argument
  done
  return 1
}

# Whether an exploration is to run on a cluster.
names_cluster() {
  for argument in "$@"; do
    case "$argument" in
      --on | --on=*) return 0 ;;
    esac
  done
  return 1
}

# run JVM-OPTION ... -- ARGUMENT ...
# Short commands: a small heap's collector and the quick compiler start fastest. Commands that compute for seconds get
# the best code; those that run networks also room for their weights, and the part that has vector instructions.
run() {
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  case "${1-}" in
    explore | serve | studio) options="$options -XX:+UseParallelGC" ;;
    generate | evaluate | compress) options="-XX:+UseParallelGC -XX:MaxRAMPercentage=75 --add-modules org.cimlet.execute" ;;
    rtl) options="$options -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --add-modules org.cimlet.rtl" ;;
    --version | -V) options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --add-modules org.cimlet.execute" ;;
    *)
      options="$options -XX:+UseSerialGC -Djdk.reflect.useNativeAccessorOnly=true"
      is_long "$@" || options="$options -XX:TieredStopAtLevel=1"
      ;;
  esac
  for argument in "$@"; do
    case "$argument" in
      --rtl | --rtl=*) options="$options --add-modules org.cimlet.rtl" ;;
    esac
  done
  if [ -n "${commit-}" ]; then
    options="$options -Dcimlet.commit=$commit"
  fi
  if [ -t 2 ]; then
    options="$options -Dcimlet.stderr.terminal=true"
  fi
  if [ -t 1 ]; then
    columns=$(stty size <&1 2>/dev/null | cut -d ' ' -f 2)
    options="$options -Dcimlet.columns=${columns:-80}"
  fi
  # With the part that has vector instructions, the runtime says on its own error output that these are an incubator's.
  # What it says there is kept in a file without a name until it ends; ours goes past that, to descriptor 9.
  messages=
  case "$options" in
    *org.cimlet.execute* | *org.cimlet.rtl*) kept=$(mktemp 2>/dev/null) || kept= ;;
    *) kept= ;;
  esac
  # a file would be opened a second time, and what is written by both ways would lie over each other
  if [ -z "$kept" ] || [ -f /dev/fd/2 ]; then
    [ -z "$kept" ] || rm -f "$kept"
    start "$@"
    return
  fi
  exec 8>"$kept" 7<"$kept"
  rm -f "$kept"
  messages=-Dcimlet.stderr=/dev/fd/9
  start "$@" 9>&2 2>&8
  code=$?
  grep -v '^WARNING: Using incubator modules' <&7 >&2
  exec 8>&- 7<&-
  return "$code"
}

# start ARGUMENT ...
start() {
  if [ -n "${spark-}" ]; then
    # what workers need beside Spark is sent to them; nothing of Spark's log is shown
    sent=$(ls "$spark"/*.jar "$home"/*.jar | tr '\n' ,)
    # shellcheck disable=SC2086
    "$java_home/bin/java" $options --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -Dslf4j.internal.verbosity=WARN -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Dspark.jars="${sent%,}" -cp "$home/*:$spark/*:$spark/lib/*" \
      org.cimlet.cli.Cimlet "$@"
    return
  fi
  # shellcheck disable=SC2086 # options hold no spaces but those between them
  "$java_home/bin/java" $options --enable-native-access=ALL-UNNAMED ${home:+-p "$home"} \
    $messages -m org.cimlet.cli/org.cimlet.cli.Cimlet "$@"
}
