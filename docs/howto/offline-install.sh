#!/bin/sh
# Install Zouxin from this folder, without a connection: sh install.sh [folder to install into, default /opt/zouxin]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=${1:-/opt/zouxin}
python=${PYTHON:-python3}
(cd "$here" && sha256sum --quiet --check SHA256SUMS)
"$python" -m venv "$place"
"$place/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements-server.lock"
"$place/bin/python" -m pip install --quiet --no-index --no-deps "$here"/zouxin-*.whl
"$place/bin/zouxin" --version
echo "装好了：$place/bin/zouxin serve --data 数据文件夹"
