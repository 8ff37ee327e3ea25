# Sourced by the scripts that bring helpdesks up: `install NAME...` installs Debian packages, quietly.
#
# Packages may bring daemons along (a mail server, a web server). None is used here, so none is started.

install() {
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  log=$HOST_HOME/apt.log
  guard=/usr/sbin/policy-rc.d
  if [ -e $guard ]; then guard=; else
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $guard >/dev/null
    $sudo chmod +x $guard
  fi
  apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300"
  done=yes
  { $apt update && $apt install --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null || done=no
  [ -z "$guard" ] || $sudo rm -f "$guard"
  [ $done = yes ] || { tail -20 "$log"; exit 1; }
}
