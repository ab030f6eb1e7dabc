# Sourced by caregate and verify: sets JAVA_HOME to a JDK of release 25 or newer, or ends with status 2.

# The release number of the JDK in $1, or nothing when there is no JDK (a javac) there.
jdk_release() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

jdk_fits() {
    found=$(jdk_release "$1")
    [ -n "$found" ] && [ "$found" -ge 25 ]
}

# The home of the java program in $1, through its symbolic links.
jdk_home_of() {
    real=$(readlink -f "$1" 2>/dev/null) || return 0
    dirname "$(dirname "$real")"
}

find_jdk() {
    if [ -n "${CAREGATE_JAVA:-}" ]; then # said on purpose, so not second-guessed
        if [ -d "$CAREGATE_JAVA" ]; then candidate=$CAREGATE_JAVA; else candidate=$(jdk_home_of "$CAREGATE_JAVA"); fi
        if jdk_fits "$candidate"; then JAVA_HOME=$candidate; export JAVA_HOME; return 0; fi
        echo "CAREGATE_JAVA=$CAREGATE_JAVA is not a JDK 25 or newer; point it at one, or unset it." >&2
        exit 2
    fi
    on_path=$(command -v java 2>/dev/null || true)
    for candidate in "${JAVA_HOME:-}" "${on_path:+$(jdk_home_of "$on_path")}" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$candidate" ] && jdk_fits "$candidate"; then JAVA_HOME=$candidate; export JAVA_HOME; return 0; fi
    done
    echo "Caregate needs a JDK 25 or newer: install one (for example Eclipse Temurin 25) and set JAVA_HOME to it." >&2
    exit 2
}

need_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    echo "Caregate is built with Maven 3.8 or newer: install it (Debian: apt-get install maven) and run this again." >&2
    exit 2
}

# The demo's app is bundled from an npm package.
need_npm() {
    if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then return 0; fi
    echo "The demo's app is built with Node 20 or newer and npm: install both and run this again." >&2
    exit 2
}
