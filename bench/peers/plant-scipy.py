"""The plant of families/plant/test/fixtures/independent-plant.py followed by SciPy's solvers, events on their dense output.

    python3 plant-scipy.py <independent-plant.py> <RK45|DOP853|LSODA> <seconds> <tolerance>      prints JSON
"""

import importlib.util
import json
import sys
import time

import numpy as np
import scipy.integrate
from scipy.optimize import brentq

place, method, end, rtol = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
spec = importlib.util.spec_from_file_location("plant", place)
model = importlib.util.module_from_spec(spec)
spec.loader.exec_module(model)
solver_of = getattr(scipy.integrate, method)



class Plant(model.Plant):
    """The same, with guards from one evaluation."""

    def guards(self, y):
        self(0, y)
        m, volume = y[3 : 3 + model.N], y[3 + model.N : 3 + 2 * model.N]
        brim = volume / model.VMAX - 1
        charge = np.maximum(m / model.CHARGE - 1, brim)
        found = [("zone", -1, y[0] - self.ahead())]
        for mode, what, values in (
            (model.FILLING, "shut", charge),
            (model.FULL, "brim", brim),
            (model.SPILLING, "calm", -self.out - 1e-12),
        ):
            found += [(what, i, values[i]) for i in np.flatnonzero(self.mode == mode)]
        if self.clutch == model.LOCKED:
            found.append(("free", -1, -self.torque))
        else:
            found.append(("meet", -1, model.GEAR * y[1] - y[2]))
        return found + [("kink", k, g) for k, g in enumerate(self.kinks(y[2]))]


plant = Plant()
absolute = np.full(model.SIZE, 0.1 * rtol)
absolute[model.BOOKS :] = 1e12
y = np.zeros(model.SIZE)
y[1], y[2] = 0.2, model.GEAR * 0.2
t, steps = 0.0, 0
before_all = time.process_time()
while t < end:
    plant.arm(y)
    solver = solver_of(plant, t, y, end, rtol=rtol, atol=absolute, max_step=0.1)
    while True:
        before = solver.t
        solver.step()
        steps += 1
        if solver.status == "failed":
            sys.exit(f"{method} finds no step at {before} s")
        due = [(what, i) for what, i, g in plant.guards(solver.y) if g > 0]
        if due or solver.status == "finished":
            break
    if not due:
        t, y = solver.t, solver.y.copy()
        continue
    inside = solver.dense_output()

    def value(at, what, i):
        return next(g for a, b, g in plant.guards(inside(at)) if a == what and b == i)

    first = min(
        before if value(before, w, i) > 0 else brentq(value, before, solver.t, (w, i), xtol=1e-13, rtol=1e-15)
        for w, i in due
    )
    t, y = first, np.array(inside(first))
    for what, i, g in plant.guards(y):
        if g > -1e-10 and (what in ("zone", "kink") or (what, i) in due):
            plant.apply(what, i, y)
took = time.process_time() - before_all
print(json.dumps({"steps": steps, "events": plant.events, "seconds": took, "way": y[0], "generator": y[model.BOOKS + 2]}))
