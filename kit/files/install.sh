#!/bin/sh
# Finds a Python that the kit has wheels for; install.py does the rest.
here=$(cd "$(dirname "$0")" && pwd)
for python in $(sed 's/^/python/' "$here/pythons.txt") python3; do
    if "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv[1:])' $(cat "$here/pythons.txt") 2>/dev/null; then
        exec "$python" "$here/install.py" "$@"
    fi
done
echo "Cần cài Python (một trong các phiên bản: $(tr '\n' ' ' <"$here/pythons.txt")) trước." >&2
exit 3
