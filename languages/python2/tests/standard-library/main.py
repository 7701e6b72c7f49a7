import pkgutil
import os
import sys
import warnings

warnings.simplefilter('ignore')
folder = os.path.dirname(os.__file__)
# For other systems, for windows, or what does something when it is imported.
ELSEWHERE = {'_winreg', 'antigravity', 'this', 'sre', 'Tkinter', 'turtle', 'idlelib', 'lib2to3', 'test', 'dbhash', 'bsddb'}
names = [name for _, name, _ in pkgutil.iter_modules([folder]) if name not in ELSEWHERE and not name.startswith('_')]
missing = []
for name in names + list(sys.builtin_module_names):
    try:
        __import__(name)
    except Exception:
        missing.append(name)
print len(names) > 150, missing
