#!/bin/sh
# Brings up django-helpdesk on a loopback port: packages of PyPI in a virtual environment, a SQLite database, the scenario's tickets.
#
# HOST_HOME  where its environment and its data go
# HOST_PORT  where it listens
# SCENARIO   the tickets, as tests/hosts/scenario.mjs makes them
# EXTENSION  the folder of the app to be tested, as pip installs it
#
# Environment and database are kept for the next time, as long as what they are made of is the same.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../packages.sh"
mkdir -p "$HOST_HOME/media" "$HOST_HOME/static"

python=python3
if ! $python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || ! command -v curl >/dev/null; then
  echo "django-helpdesk: installing Python"
  install python3 python3-venv curl
  python=/usr/bin/python3
fi

HOST_HOME=$HOST_HOME sh "$here/../down.sh"
wanted=$(sha256sum <"$here/requirements.txt")
py=$HOST_HOME/venv/bin/python
if [ "$(cat "$HOST_HOME/installed" 2>/dev/null)" != "$wanted" ]; then
  echo "django-helpdesk: installing its packages"
  rm -rf "$HOST_HOME/venv" "$HOST_HOME/installed"
  $python -m venv "$HOST_HOME/venv"
  "$py" -m pip install -q --disable-pip-version-check --no-input -r "$here/requirements.txt"
  echo "$wanted" >"$HOST_HOME/installed"
fi
# pip leaves files of its own where it builds.
rm -rf "$HOST_HOME/app"
cp -R "$EXTENSION" "$HOST_HOME/app"
"$py" -m pip install -q --disable-pip-version-check --no-input --no-deps --no-build-isolation --force-reinstall "$HOST_HOME/app"

cd "$here"
export HOST_HOME DJANGO_SETTINGS_MODULE=desk.settings PYTHONDONTWRITEBYTECODE=1
seeded=$(cat "$SCENARIO" "$here/seed.py" "$here/desk/settings.py" "$here/requirements.txt" | sha256sum)
if [ "$(cat "$HOST_HOME/seeded" 2>/dev/null)" != "$seeded" ]; then
  echo "django-helpdesk: making the database and its tickets"
  rm -f "$HOST_HOME"/desk.sqlite3* "$HOST_HOME/seeded"
  "$py" manage.py migrate -v0
  "$py" manage.py loaddata -v0 emailtemplate
  "$py" seed.py "$SCENARIO"
  echo "$seeded" >"$HOST_HOME/seeded"
fi
rm -rf "$HOST_HOME/static"
"$py" manage.py collectstatic --noinput -v0

setsid "$HOST_HOME/venv/bin/gunicorn" desk.wsgi -b "127.0.0.1:$HOST_PORT" -w 2 >"$HOST_HOME/server.log" 2>&1 </dev/null &
echo $! >"$HOST_HOME/server.pid"
i=0
until curl -fsS -o /dev/null "http://127.0.0.1:$HOST_PORT/login/" 2>/dev/null; do
  i=$((i + 1))
  [ $i -lt 240 ] || { tail -20 "$HOST_HOME/server.log"; exit 1; }
  sleep .25
done
echo "django-helpdesk: http://127.0.0.1:$HOST_PORT/"
