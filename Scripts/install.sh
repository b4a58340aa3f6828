#!/usr/bin/env bash
# Installs the Debian packages that are missing: install.sh build | install.sh test | install.sh bench
set -euo pipefail

BUILD_PACKAGES=(libsqlite3-dev libpq-dev libgumbo-dev zlib1g-dev pkg-config ca-certificates)
TEST_PACKAGES=(
    dovecot-imapd dovecot-pop3d postgresql chromium chromium-driver fonts-dejavu-core openssl python3
)
# The peers that `make bench` compares with.
BENCH_PACKAGES=(gcc libgmime-3.0-dev python3 python3-venv)

packages=("${BUILD_PACKAGES[@]}")
if [ "${1:-build}" = test ]; then packages+=("${TEST_PACKAGES[@]}"); fi
if [ "${1:-build}" = bench ]; then packages+=("${BENCH_PACKAGES[@]}"); fi

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "These packages are missing: ${missing[*]}" >&2
        echo "Install them as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "Installing what is missing: ${missing[*]}"
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 \
        -o Acquire::Retries=3 -qq "$@"
}
apt update >/dev/null
apt install -y --no-install-recommends "${missing[@]}" >/dev/null
