/**
 * sshd's subsystem: becomes the engine of the host whose address was called, which is the third word of
 * SSH_CONNECTION. `environment` holds what that host needs before PowerShell starts: its name, culture, time zone.
 */
export const farScript = `#!/bin/sh
arguments="$*"
set -- $SSH_CONNECTION
export OSD_LAB_HOST="$OSD_LAB_FLEET/hosts/$3"
. "$OSD_LAB_HOST/environment" || exit 1
if [ "$OSD_LAB_DOOR" = noisy-profile ]; then
  echo "Welcome to $COMPUTERNAME. Authorised use only."
fi
if [ "$OSD_LAB_DOOR" = frozen ]; then
  kill -STOP $$
fi
exec "$OSD_LAB_ENGINE" $arguments
`;

/**
 * Starts one sshd for each configuration and waits for the end of its own input, which comes when its owner ends, in
 * whatever way. Then it ends the listeners, all that runs below them, and what a client left behind on a far side,
 * known by the folder in its environment; and removes the folder.
 */
export const guardScript = `#!/bin/sh
folder=$1 sshd=$2
shift 2
listeners=
sweep() {
  [ -z "$listeners" ] || kill -STOP $listeners 2>/dev/null
  tree=" $listeners "
  grown=yes
  while [ "$grown" = yes ]; do
    grown=no
    for stat in /proc/[0-9]*/stat; do
      { read -r line <"$stat"; } 2>/dev/null || continue
      pid=\${line%% *}
      set -- \${line##*) }
      case "$tree" in *" $pid "*) continue ;; esac
      case "$tree" in *" $2 "*) tree="$tree$pid " grown=yes ;; esac
    done
  done
  left=$(grep -alsF "OSD_LAB_FLEET=$folder" /proc/[0-9]*/environ)
  for file in $left; do
    pid=\${file#/proc/}
    tree="$tree\${pid%/environ} "
  done
  for pid in $tree; do kill -KILL "$pid" 2>/dev/null; done
}
clean() {
  trap '' INT TERM HUP
  sweep
  listeners=
  # Once more: a session may have begun its far side while the first sweep was looking.
  sweep
  rm -rf "$folder"
}
trap clean EXIT
trap 'exit 0' INT TERM HUP
for configuration; do
  "$sshd" -D -f "$configuration" -E "$configuration.log" </dev/null >/dev/null 2>&1 &
  listeners="$listeners $!"
done
while read -r _; do :; done
exit 0
`;

/** A word that the shell takes as it is. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
