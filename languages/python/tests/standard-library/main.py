import importlib
import sys

# One opens a browser, one prints a poem; the others need a screen or fetch packages.
skipped = {"antigravity", "this"}
missing = []
for name in sorted(sys.stdlib_module_names):
    if name.startswith("_") or name in skipped:
        continue
    try:
        importlib.import_module(name)
    except ImportError:
        missing.append(name)
print(" ".join(missing))
