#!/bin/sh
# Stops the helpdesk whose data are in HOST_HOME, by its pid file. What it installed and its database stay for the next time.
set -eu
file=$HOST_HOME/server.pid
[ -f "$file" ] || exit 0
pid=$(cat "$file")
kill -TERM "$pid" 2>/dev/null || true
i=0
while kill -0 "$pid" 2>/dev/null && [ $i -lt 50 ]; do
  sleep .1
  i=$((i + 1))
done
# The server leads a process group of its own.
kill -KILL -"$pid" 2>/dev/null || true
rm -f "$file"
