"""Solutions of the problem set of packages/numerics/test/ode by SciPy and by CVODE, written to its reference.json.

Debian packages python3-scipy, libsundials-dev, g++; run as: python3 packages/numerics/tables/ode_reference.py
"""

import json
import pathlib
import subprocess
import tempfile

import scipy
from scipy.integrate import solve_ivp

here = pathlib.Path(__file__).parent


def robertson(_, y):
    a = -0.04 * y[0] + 1e4 * y[1] * y[2]
    c = 3e7 * y[1] * y[1]
    return [a, -a - c, c]


def van_der_pol(_, y):
    return [y[1], 1000 * (1 - y[0] * y[0]) * y[1] - y[0]]


def lotka_volterra(_, y):
    return [1.5 * y[0] - y[0] * y[1], -3 * y[1] + y[0] * y[1]]


def ended(name, function, start, end, method):
    solution = solve_ivp(function, (0, end), start, method=method, rtol=2.3e-14 if method == "DOP853" else 1e-12, atol=1e-16)
    return name, list(solution.y[:, -1])


found = dict(
    [
        ended("robertson", robertson, [1, 0, 0], 40, "Radau"),
        ended("van der pol", van_der_pol, [2, 0], 500, "Radau"),
        ended("lotka volterra", lotka_volterra, [10, 5], 15, "DOP853"),
    ]
)

with tempfile.TemporaryDirectory() as folder:
    program = pathlib.Path(folder) / "reference"
    libraries = ["-lsundials_cvode", "-lsundials_nvecserial", "-lsundials_sunlinsoldense", "-lsundials_sunmatrixdense"]
    subprocess.run(["g++", "-O2", str(here / "ode_reference.cpp"), "-o", str(program), *libraries], check=True)
    lines = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout.splitlines()

cvode = {}
for line in lines:
    words = line.split()
    values = [word for word in words if word[0] in "-0123456789"]
    cvode[" ".join(words[: len(words) - len(values)])] = [float(value) for value in values]

reference = {"scipy": {"version": scipy.__version__, "problems": found}, "cvode": {"problems": cvode}}
target = here.parent / "test" / "ode" / "reference.json"
target.write_text(json.dumps(reference, indent=2) + "\n")
