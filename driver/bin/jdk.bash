# Sourced by the programs of this folder: finds JDKs and knows the flags that each version needs.

oldest_java=17

# Major version of the Java in folder $1, from its release file: no process to start. Empty when there is none.
java_version() {
  local line
  [[ -x $1/bin/java && -r $1/release ]] || return 0
  line=$(grep -m1 '^JAVA_VERSION=' "$1/release") || return 0
  line=${line#*\"}
  line=${line#1.}
  printf '%s' "${line%%[^0-9]*}"
}

# Folders in which a JDK may be, one a line.
java_places() {
  local on_path
  [[ -n ${JAVA_HOME:-} ]] && printf '%s\n' "$JAVA_HOME"
  printf '%s\n' /usr/lib/jvm/* "${HOME:-/root}"/.sdkman/candidates/java/*
  if on_path=$(command -v java) && on_path=$(readlink -f "$on_path"); then
    printf '%s\n' "${on_path%/bin/java}"
  fi
}

# Sets java_home and java_major to the newest JDK; one with a compiler goes before a runtime of whatever version.
# MPNIC_JAVA_HOME is taken as it is. Fails with java_problem set when there is none that is new enough.
choose_java() {
  local candidate version rank best=-1 how="install JDK $oldest_java or newer (apt-get install openjdk-17-jdk-headless)"
  java_home= java_major=0 java_problem=
  while IFS= read -r candidate; do
    version=$(java_version "$candidate")
    [[ -n $version ]] || continue
    rank=$version
    [[ -x $candidate/bin/javac ]] && rank=$((version + 1000))
    ((rank > best)) && best=$rank java_home=$candidate java_major=$version
  done < <(if [[ -n ${MPNIC_JAVA_HOME:-} ]]; then printf '%s\n' "$MPNIC_JAVA_HOME"; else java_places; fi)
  if [[ -z $java_home ]]; then
    java_problem="no Java in ${MPNIC_JAVA_HOME:-JAVA_HOME, /usr/lib/jvm or PATH}: $how"
  elif ((java_major < oldest_java)); then
    java_problem="Java $java_major in $java_home is too old: $how"
  fi
  [[ -z $java_problem ]]
}

# Flags that a JDK of version $1 needs to be silent about native access and unsafe memory.
flags_of_jdk() {
  (($1 < 24)) || printf '%s' "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
}
