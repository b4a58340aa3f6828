#!/bin/bash
# A throw-away PostgreSQL for tests: its data in a folder, a free port on loopback, a password of
# its own, and no care for power cuts.
#
#   postgres.sh start DIR [PID]   makes and starts it, prints its URL; with PID, it is stopped and
#                                 DIR deleted when the process PID has ended
#   postgres.sh restart DIR       stops it as a reboot would and starts it again on the same port
#   postgres.sh stop DIR          stops it and deletes DIR
set -euo pipefail

# Connections that the caller has open are none of a server's that runs for long.
for descriptor in /proc/$$/fd/*; do
    descriptor=${descriptor##*/}
    if [ "$descriptor" -gt 2 ] && [ "$descriptor" -ne 255 ]; then eval "exec $descriptor>&-"; fi
done

command=${1:?start, restart or stop}
folder=${2:?a folder for the data}
user=martlet

# As Debian, Homebrew or the PATH have it; the newest of several.
find_programs() {
    local candidate
    for candidate in ${POSTGRES_BIN:-} $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
        [ -x "$candidate/initdb" ] && echo "$candidate" && return
    done
    candidate=$(command -v initdb) && dirname "$candidate" && return
    echo "PostgreSQL's server is not installed (Debian: apt install postgresql)." >&2
    return 1
}

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop() {
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -s -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}

bin=$(find_programs)
folder=$(realpath -m "$folder")
# The account postgres may not be allowed to be where we are.
cd /

case $command in
start)
    mkdir -p "$folder"
    chmod 700 "$folder"
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && echo "$password" >"$folder/password")
    [ "$(id -u)" = 0 ] && chown postgres "$folder/password"
    as_owner "$bin/initdb" -D "$folder/data" -U "$user" -A scram-sha-256 \
        --pwfile="$folder/password" -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 ||
        { cat "$folder/initdb.log" >&2; exit 1; }
    as_owner tee -a "$folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
max_connections = 400
shared_buffers = 64MB
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
CONF
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + RANDOM % 12000))
        # A port that is taken makes the start fail, and the next one is tried.
        if as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "-p $port" -s -w start \
            >/dev/null 2>&1; then
            echo "$port" >"$folder/port"
            break
        fi
        port=
    done
    [ -n "$port" ] || { tail -5 "$folder/log" >&2; exit 1; }
    if [ -n "${3:-}" ]; then
        setsid "$0" stop-after "$folder" "$3" </dev/null >/dev/null 2>&1 &
    fi
    echo "postgres://$user:$password@127.0.0.1:$port/postgres"
    ;;
restart)
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "-p $(cat "$folder/port")" \
        -m fast -s -w restart >/dev/null
    ;;
stop)
    stop
    ;;
stop-after)
    while kill -0 "$3" 2>/dev/null; do sleep 1; done
    stop
    ;;
*)
    echo "start, restart or stop; not “$command”." >&2
    exit 64
    ;;
esac
