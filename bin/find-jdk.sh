# Sourced by the launcher: sets `java` to the java command of a fit JDK (21 or newer), or leaves it empty.
# Order: GOVERNOR_JAVA_HOME, JAVA_HOME, PATH, then the newest in the usual folders.

# Prints the major version of the java command $1, or nothing.
java_major() {
  "$1" -version 2>&1 | sed -n '1,3s/.*version "\([0-9][0-9]*\).*/\1/p' | sed -n 1p
}

fit_java() {
  [ -x "$1" ] || return 1
  major=$(java_major "$1")
  [ -n "$major" ] && [ "$major" -ge 21 ] 2>/dev/null
}

find_java() {
  java=
  if [ -n "${GOVERNOR_JAVA_HOME:-}" ]; then
    # Asked for by name: anything else would be a surprise.
    if fit_java "$GOVERNOR_JAVA_HOME/bin/java"; then
      java=$GOVERNOR_JAVA_HOME/bin/java
    fi
    return
  fi
  for candidate in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)"; do
    if fit_java "$candidate"; then
      java=$candidate
      return
    fi
  done
  best=0
  for candidate in /usr/lib/jvm/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    /opt/homebrew/opt/openjdk*/bin/java /usr/local/opt/openjdk*/bin/java "$HOME"/.jdks/*/bin/java; do
    if fit_java "$candidate" && [ "$major" -gt "$best" ]; then
      best=$major
      java=$candidate
    fi
  done
}

find_java
