from scipy import optimize
from sympy import diff, sin, symbols

x = symbols("x")
print(round(optimize.brentq(lambda v: v * v - 2, 0, 2), 6), diff(sin(x) ** 2, x))
