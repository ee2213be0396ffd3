# Sourced by ./cimlet, ./check, ./release and their like.
# `find_java NAME` sets `java_home` to the first JDK 25 or newer it finds; `find_maven NAME` sets `maven`.
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

# A folder that is named is the one meant, or a mistake.
named_java() {
  [ -n "${CIMLET_JAVA_HOME-}" ] || return 1
  if is_new_enough "$CIMLET_JAVA_HOME"; then
    java_home=$CIMLET_JAVA_HOME
    return 0
  fi
  version=$(java_version "$CIMLET_JAVA_HOME")
  if [ -n "$version" ]; then
    found="a Java $version"
    [ "$version" -lt 25 ] || found="a Java $version without javac"
  else
    found="no JDK"
  fi
  echo "$1: CIMLET_JAVA_HOME must name a JDK 25 or newer, got $found in $CIMLET_JAVA_HOME" >&2
  exit 3
}

find_java() {
  java_home=
  if named_java "$1"; then
    return 0
  fi
  for candidate in "${JAVA_HOME-}" "$(path_java_home)" /usr/lib/jvm/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_new_enough "$candidate"; then
      java_home=$candidate
      return 0
    fi
  done
  echo "$1: needs a JDK 25 or newer and found none. To install one here:" >&2
  how_to_install_java | sed 's/^/  /' >&2
  echo "or unpack any JDK 25 and name its folder in CIMLET_JAVA_HOME" >&2
  return 1
}

# One line of /etc/os-release, without quotes.
os_release() {
  sed -n "s/^$1=//p" /etc/os-release 2>/dev/null | tr -d '"' | head -n 1
}

# The commands for this system: its own package where it has one.
how_to_install_java() {
  sudo=
  [ "$(id -u)" = 0 ] || sudo="sudo "
  kind=" $(os_release ID) $(os_release ID_LIKE) "
  if [ "$(uname -s)" = Darwin ]; then
    echo "brew install --cask temurin@25"
    return
  fi
  case "$kind" in
    *" debian "* | *" ubuntu "*)
      if [ "$(os_release ID)" = debian ] && [ "$(os_release VERSION_ID)" = 12 ]; then
        echo "# Debian 12 has no JDK 25. This takes Debian 13's, and with it Debian 13's C library and base files:"
        echo "echo 'deb http://deb.debian.org/debian trixie main' | ${sudo}tee /etc/apt/sources.list.d/trixie.list"
        printf '%s\n' "printf 'Package: *\\nPin: release n=trixie\\nPin-Priority: 100\\n' | ${sudo}tee /etc/apt/preferences.d/trixie"
        echo "${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends -t trixie openjdk-25-jdk-headless"
        echo "# or leave the system as it is: a release (./release, made on another computer) brings its own runtime"
      else
        echo "${sudo}apt-get update && ${sudo}apt-get install -y openjdk-25-jdk-headless"
      fi
      ;;
    *" fedora "* | *" rhel "* | *" centos "*) echo "${sudo}dnf install -y java-25-openjdk-devel" ;;
    *" arch "*) echo "${sudo}pacman -S jdk-openjdk" ;;
    *" suse "* | *" opensuse "*) echo "${sudo}zypper install -y java-25-openjdk-devel" ;;
    *) echo "curl -s https://get.sdkman.io | bash && . ~/.sdkman/bin/sdkman-init.sh && sdk install java 25-tem" ;;
  esac
}

# Maven of the system where it is new enough, else the one that ./mvnw fetches and checks.
find_maven() {
  maven=$here/mvnw
  if command -v mvn >/dev/null 2>&1; then
    case $(JAVA_HOME=$java_home mvn -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p') in
      3.8.[7-9]* | 3.8.[1-9][0-9]* | 3.9.* | 3.[1-9][0-9]* | [4-9].*) maven=mvn ;;
    esac
  fi
  if [ "$maven" != mvn ] && ! command -v curl >/dev/null 2>&1 && ! command -v wget >/dev/null 2>&1; then
    echo "$1: needs Maven 3.8.7 or newer, or curl or wget to fetch it, and found none" >&2
    return 1
  fi
}

# What a failed build says: one line where nothing could be fetched, else Maven's errors.
build_failure() {
  if grep -q 'Unknown host\|Connection refused\|Could not transfer\|Network is unreachable\|Temporary failure in name resolution\|Failed to fetch\|No route to host\|timed out' "$2"; then
    echo "$1: needs the network to fetch libraries the first time it builds, and could not reach it; all of it is in $2" >&2
  else
    # what failed before Maven ran, a download's checksum say, is no [ERROR]
    { grep '^\[ERROR\]' "$2" || tail -n 5 "$2"; } | head -n 20 >&2
    echo "$1: the build failed; all of it is in $2" >&2
  fi
}
