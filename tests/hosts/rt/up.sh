#!/bin/sh
# Brings up Request Tracker 5 on a loopback port: packages of Debian, a SQLite database, the scenario's tickets.
#
# HOST_HOME  where its data go
# HOST_PORT  where it listens
# SCENARIO   the tickets, as tests/hosts/scenario.mjs makes them
# EXTENSION  the folder of the extension to be tested
#
# The database is kept for the next time, as long as scenario and seed are the same.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
. "$here/../packages.sh"
mkdir -p "$HOST_HOME"

if ! [ -x /usr/share/request-tracker5/libexec/rt-server ]; then
  echo "rt: installing its packages"
  # dbconfig-no-thanks: no questions, the database is made below; msmtp-mta: the smallest that will do where a mail server is asked for.
  install dbconfig-no-thanks msmtp-mta request-tracker5 rt5-standalone rt5-db-sqlite sqlite3 curl
fi

HOST_HOME=$HOST_HOME sh "$here/../down.sh"
rm -rf "$HOST_HOME/plugins" "$HOST_HOME/var"
mkdir -p "$HOST_HOME/var/mason_data" "$HOST_HOME/var/session_data" "$HOST_HOME/plugins"
cp -R "$EXTENSION" "$HOST_HOME/plugins/RT-Extension-DeskGauge"
sed -e "s#@HOME@#$HOST_HOME#g" -e "s#@PORT@#$HOST_PORT#g" "$here/RT_SiteConfig.pm.in" >"$HOST_HOME/RT_SiteConfig.pm"
export RT_SITE_CONFIG="$HOST_HOME/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$HOST_HOME/no-site-config.d"

seeded=$(cat "$SCENARIO" "$here/seed.pl" "$here/RT_SiteConfig.pm.in" | sha256sum)
if [ "$(cat "$HOST_HOME/seeded" 2>/dev/null)" != "$seeded" ]; then
  echo "rt: making the database and its tickets"
  rm -f "$HOST_HOME/rt5.sqlite" "$HOST_HOME/seeded"
  rt-setup-database-5 --action init --skip-create --dba '' --dba-password '' >"$HOST_HOME/setup.log" 2>&1 ||
    { cat "$HOST_HOME/setup.log"; exit 1; }
  perl "$here/seed.pl" "$SCENARIO"
  echo "$seeded" >"$HOST_HOME/seeded"
fi

setsid /usr/share/request-tracker5/libexec/rt-server --server Starlet --host 127.0.0.1 --port "$HOST_PORT" --workers 2 \
  >"$HOST_HOME/server.log" 2>&1 </dev/null &
echo $! >"$HOST_HOME/server.pid"
i=0
until curl -fsS -o /dev/null "http://127.0.0.1:$HOST_PORT/NoAuth/Login.html" 2>/dev/null; do
  i=$((i + 1))
  [ $i -lt 240 ] || { tail -20 "$HOST_HOME/server.log"; exit 1; }
  sleep .25
done
echo "rt: http://127.0.0.1:$HOST_PORT/"
