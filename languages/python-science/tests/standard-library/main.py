import importlib

NAMES = """
matplotlib.animation matplotlib.backends.backend_agg matplotlib.cm matplotlib.dates matplotlib.patches matplotlib.pyplot mpmath
mpl_toolkits.mplot3d numpy numpy.fft numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.testing pandas pandas.api.types
pandas.plotting PIL.Image scipy scipy.cluster scipy.constants scipy.fft scipy.integrate scipy.interpolate scipy.io scipy.linalg
scipy.ndimage scipy.odr scipy.optimize scipy.signal scipy.sparse scipy.sparse.csgraph scipy.sparse.linalg scipy.spatial
scipy.special scipy.stats sympy sympy.combinatorics sympy.geometry sympy.logic sympy.matrices sympy.ntheory sympy.physics.units
sympy.plotting sympy.solvers sympy.stats
""".split()

missing = []
for name in NAMES:
    try:
        importlib.import_module(name)
    except ImportError as error:
        missing.append(f'{name}: {error}')
print(missing)
