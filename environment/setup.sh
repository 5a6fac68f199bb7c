# Sourced by ./run and its scripts: finds the tools and builds or installs what is missing, each step once.
# Requires $root; sets JAVA_HOME to a JDK 25 or newer.

# Removes the caller's variables, shell options and functions that could change what is found, installed or started.
set +f
shopt -u failglob nocasematch
export -n SHELLOPTS BASHOPTS
# shellcheck disable=SC2046
unset -f $(declare -Fx | cut -d ' ' -f 3) # exported functions
unset CDPATH BASH_ENV ENV GLOBIGNORE GREP_OPTIONS CLASSPATH JUPYTER_PATH JUPYTER_CONFIG_PATH JUPYTERLAB_DIR
unset PYTEST_ADDOPTS PYTEST_PLUGINS DJL_DEFAULT_ENGINE "${!JJAVA_@}"
for name in "${!PYTHON@}" "${!PIP_@}"; do
  case $name in
    PYTHON_* | PYTHONDONTWRITEBYTECODE | PYTHONPYCACHEPREFIX | PYTHONUNBUFFERED) ;;
    # Settings with which pip reaches package indexes.
    PIP_INDEX_URL | PIP_EXTRA_INDEX_URL | PIP_NO_INDEX | PIP_FIND_LINKS | PIP_CONFIG_FILE | PIP_PROXY | PIP_TRUSTED_HOST) ;;
    PIP_CERT | PIP_CLIENT_CERT | PIP_KEYRING_PROVIDER | PIP_USE_FEATURE | PIP_USE_DEPRECATED | PIP_NO_INPUT) ;;
    PIP_CACHE_DIR | PIP_NO_CACHE_DIR | PIP_TIMEOUT | PIP_DEFAULT_TIMEOUT | PIP_RETRIES) ;;
    *) unset "$name" ;;
  esac
done
export PYTHONNOUSERSITE=1 JUPYTER_PREFER_ENV_PATH=1
# Services run without HOME; ~ then expands to the account's home folder.
export HOME="${HOME:-$(unset HOME; echo ~)}"
# Keeps DJL from sending telemetry and from downloading native libraries.
export DJL_OFFLINE=true OPT_OUT_TRACKING=true
# Java decodes file names and arguments in the locale's encoding. In the C locale, the default in containers and cron,
# it cannot represent non-ASCII names.
use_utf_8() {
  if [[ "$(locale charmap 2>/dev/null || true)" != UTF-8 ]] &&
    locale -a 2>/dev/null | grep -qixE 'C\.utf-?8'; then
    export LC_ALL=C.UTF-8
  fi
}
use_utf_8

fail() {
  printf '%s\n' "$@" >&2
  exit 2
}

java_major() { # prints the major version of the JDK in folder $1, or 0 if there is none
  [[ -x "$1/bin/javac" && -x "$1/bin/java" ]] || { echo 0; return; }
  if [[ -r "$1/release" ]]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

find_jdk() { # prints the home of a JDK 25 or newer
  local javac_path home major
  javac_path=$(command -v javac || true)
  while [[ -L "$javac_path" ]]; do # a link such as /usr/bin/javac points into the JDK's folder
    local target
    target=$(readlink "$javac_path")
    [[ "$target" = /* ]] || target="$(dirname "$javac_path")/$target"
    javac_path=$target
  done
  for home in "${JAVA_HOME:-}" "${javac_path:+$(dirname "$(dirname "$javac_path")")}" \
    "${CONDA_PREFIX:+$CONDA_PREFIX/lib/jvm}" /usr/lib/jvm/* /usr/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ -n "$home" ]] || continue
    major=$(java_major "$home")
    if [[ "${major:-0}" -ge 25 ]]; then
      echo "$home"
      return
    fi
  done
  return 1
}

require_jdk() {
  JAVA_HOME=$(find_jdk) || fail \
    "No JDK 25 or newer was found (JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN, Homebrew). Install one:" \
    "  apt install openjdk-25-jdk   |   brew install openjdk   |   sdk install java 25-tem   |   conda install -c conda-forge openjdk=25"
  export JAVA_HOME
}

require_maven() {
  command -v mvn >/dev/null || fail "Maven (mvn) was not found on PATH. Install it:" \
    "  apt install maven   |   brew install maven   |   sdk install maven   |   conda install -c conda-forge maven"
}

require_python() {
  local candidate
  for candidate in python3 python; do
    if command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      python=$(command -v "$candidate")
      return
    fi
  done
  fail "Python 3.10 or newer with its venv module was not found on PATH. Install it:" \
    "  apt install python3 python3-venv   |   brew install python   |   conda install -c conda-forge python"
}

# Root of the file tree searched for devices and drivers; tests set it to a temporary folder.
machine_root=${machine_root:-}

gpu_is_present() {
  compgen -G "$machine_root/dev/nvidia[0-9]*" >/dev/null || [[ -e "$machine_root/dev/dxg" ]]
}

driver_is_present() { # looks for libcuda.so.1 where the loader, container runtimes, WSL or NixOS put it
  local folder
  if [[ -z "$machine_root" ]]; then
    { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q 'libcuda\.so\.1' && return
  fi
  while read -r folder; do
    [[ -n "$folder" && -e "$folder/libcuda.so.1" ]] && return
  done <<<"$(tr ':' '\n' <<<"${LD_LIBRARY_PATH:-}")
$machine_root/usr/lib/x86_64-linux-gnu
$machine_root/usr/lib64
$machine_root/usr/local/nvidia/lib64
$machine_root/usr/lib/wsl/lib
$machine_root/run/opengl-driver/lib"
  return 1
}

pytorch_version() { sed -n 's|.*<pytorch.version>\(.*\)</pytorch.version>.*|\1|p' "$root/pom.xml"; }

# Makes DJL load the libtorch of ./run gpu-setup if there is a GPU and a driver. PYTORCH_LIBRARY_PATH of the caller takes
# precedence, unless that libtorch cannot work here.
choose_libtorch() {
  local install_record="$root/.venv-gpu/libtorch" requested=${PYTORCH_LIBRARY_PATH:-} requested_version reason=""
  # Container images set these variables to describe their own PyTorch; DJL would load that version.
  [[ -n "$requested" ]] || unset PYTORCH_FLAVOR PYTORCH_PRECXX11
  [[ "${PYTORCH_VERSION:-}" == "$(pytorch_version)" ]] || unset PYTORCH_VERSION
  if [[ -n "$requested" ]]; then
    requested_version=$(sed -n "s/^__version__ = '\([0-9.]*[0-9]\).*/\1/p" "$requested/../version.py" 2>/dev/null || true)
    if [[ -e "$requested/libtorch_cuda.so" ]] && ! driver_is_present; then
      reason="it needs an NVIDIA driver, and libcuda.so.1 was not found"
    elif [[ -n "$requested_version" && "$requested_version" != "$(pytorch_version)" ]]; then
      reason="its version is $requested_version, but DJL's JNI library is for $(pytorch_version) (./run gpu-setup installs that)"
    fi
    if [[ -n "$reason" ]]; then
      echo "PYTORCH_LIBRARY_PATH=$requested is ignored and the CPU is used: $reason" >&2
      unset PYTORCH_LIBRARY_PATH PYTORCH_VERSION PYTORCH_FLAVOR
    fi
  elif [[ -f "$install_record" ]] && gpu_is_present && driver_is_present; then
    local version flavor folder
    read -r version flavor folder <"$install_record"
    if [[ "$version" != "$(pytorch_version)" || ! -e "$folder/libtorch_cuda.so" ]]; then
      echo "The GPU is not used: .venv-gpu does not contain libtorch $(pytorch_version); run ./run gpu-setup again" >&2
      return
    fi
    export PYTORCH_LIBRARY_PATH=$folder PYTORCH_VERSION=$version PYTORCH_FLAVOR=$flavor
    # DJL counts GPUs with a libcudart.so without a version suffix; this folder contains only that file.
    export LD_LIBRARY_PATH="$root/.venv-gpu/cuda-runtime${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  fi
}
choose_libtorch

checksum() { cksum "$@" | cksum | tr -d ' '; }

library_class_path() {
  echo "$root/lib/notebook/target/audio-tokens-notebook.jar:$(cat "$root/lib/notebook/target/classpath.txt")"
}

java_command() { # sets the array java to the command for short tools; a class data sharing archive speeds up later starts
  java=("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+AutoCreateSharedArchive
    "-XX:SharedArchiveFile=$root/lib/notebook/target/commands.jsa" -Xshare:auto -Xlog:disable -cp "$(library_class_path)")
}

set_up_library() { # builds the library if a source is newer than the last build
  require_jdk
  local build_stamp="$root/lib/notebook/target/.built"
  if [[ -f "$build_stamp" && -f "$root/lib/notebook/target/audio-tokens-notebook.jar" && "$(cat "$build_stamp")" == "$JAVA_HOME" ]] &&
    [[ -z "$(find "$root/pom.xml" "$root"/lib/pom.xml "$root"/lib/{core,demo,pipeline,notebook}/{pom.xml,src/main} -newer "$build_stamp" -print -quit)" ]] &&
    class_path_exists "$root/lib/notebook/target/classpath.txt"; then
    java_command
    return
  fi
  require_maven
  echo "Building the library ..." >&2
  local log="$root/lib/notebook/target/build.log"
  mkdir -p "$root/lib/notebook/target"
  if ! (cd "$root" && mvn -q -pl lib/notebook -am -Dmaven.test.skip=true -Dspotless.check.skip=true package) >"$log" 2>&1; then
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || true
    fail "The library could not be built; the log is $log"
  fi
  printf '%s' "$JAVA_HOME" >"$build_stamp"
  java_command
}

class_path_exists() { # succeeds if all jars in class path file $1 exist; Maven's repository may have been emptied since the build
  local jar
  [[ -f "$1" ]] || return 1
  while read -r -d : jar; do
    [[ -e "$jar" ]] || return 1
  done <<<"$(cat "$1"):"
}

set_up_spark() { # builds the Spark module and downloads Spark's jars, for engine=spark
  local target="$root/lib/spark/target"
  if ! [[ -f "$target/.built" && -z "$(find "$root/pom.xml" "$root/lib/pom.xml" \
    "$root"/lib/{core,demo,pipeline,spark}/{pom.xml,src/main} -newer "$target/.built" -print -quit)" ]] ||
    ! class_path_exists "$target/classpath.txt"; then
    require_maven
    echo "Building the Spark module (downloads Spark's jars once, 300 MB) ..." >&2
    mkdir -p "$target"
    touch "$target/.building"
    if ! (cd "$root" && mvn -q -pl lib/spark -am -Dmaven.test.skip=true -Dspotless.check.skip=true package) \
      >"$target/build.log" 2>&1; then
      grep -E '^\[ERROR\]' "$target/build.log" | head -n 20 >&2 || true
      fail "The Spark module could not be built; the log is $target/build.log"
    fi
    mv "$target/.building" "$target/.built"
  fi
  export AUDIO_TOKENS_SPARK="$target"
  # Options for a JVM that becomes a Spark driver, such as the kernel's.
  spark_java_options=$(sed -n 's|.*<opens>\(--.*\)</opens>.*|\1|p' "$root/lib/spark/pom.xml")
  export JDK_JAVA_OPTIONS="$spark_java_options ${JDK_JAVA_OPTIONS:-}"
}

make_venv() { # creates virtual environment $1 from requirements file $2, unless it is up to date
  local venv=$1 requirements=$2 stamp
  stamp="$(checksum "$requirements") $("$python" -V)"
  [[ "$(cat "$venv/.made" 2>/dev/null)" == "$stamp" ]] && return
  echo "Creating $(basename "$venv") (Python packages) ..." >&2
  rm -rf "$venv"
  "$python" -m venv "$venv"
  install_packages "$venv" "$requirements"
  printf '%s' "$stamp" >"$venv/.made"
}

add_to_venv() { # adds requirements file $2 to virtual environment $1, unless it is already installed
  local venv=$1 requirements=$2 stamp
  stamp="$(checksum "$requirements")"
  [[ "$(cat "$venv/.added" 2>/dev/null)" == "$stamp" ]] && return
  install_packages "$venv" "$requirements"
  printf '%s' "$stamp" >"$venv/.added"
}

install_packages() {
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-user -r "$2" >&2 ||
    fail "The Python packages of $2 could not be installed; pip's message is above."
}

set_up_notebooks() { # installs JupyterLab, nbconvert and the kernel into the project's virtual environment
  require_jdk
  require_python
  make_venv "$root/.venv" "$root/environment/requirements.txt"
  "$root/.venv/bin/python" "$root/environment/install_kernel.py" "$JAVA_HOME" "$(library_class_path)"
}
