set -euo pipefail

echo "$unset"
