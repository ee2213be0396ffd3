# Sourced by ./cimlet and ./check: sets `java_home` to the first JDK 25 or newer it finds.
# Reads each candidate's `release` file, so no JVM is started to look.

java_version() {
  sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_new_enough() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  version=$(java_version "$1")
  [ -n "$version" ] && [ "$version" -ge 25 ]
}

path_java_home() {
  on_path=$(command -v javac 2>/dev/null) || return 0
  dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")"
}

find_java() {
  java_home=
  for candidate in "${CIMLET_JAVA_HOME-}" "${JAVA_HOME-}" "$(path_java_home)" /usr/lib/jvm/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_new_enough "$candidate"; then
      java_home=$candidate
      return 0
    fi
  done
  echo "$1: needs a JDK 25 or newer and found none: install one (Temurin 25, say), or name it in CIMLET_JAVA_HOME" >&2
  return 1
}
