"""Weighted minimax polynomials (Remez exchange) in high precision."""
import mpmath as mp

mp.mp.prec = 260


def remez(f, weight, low, high, degree, rounds=12):
    """Coefficients c[0..degree] minimising max |weight(x) * (p(x) - f(x))| on [low, high]."""
    low, high = mp.mpf(low), mp.mpf(high)
    n = degree + 2
    nodes = [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    grid_size = 40 * n
    grid = [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * grid_size)) for i in range(grid_size)]
    values = [(x, f(x), weight(x)) for x in grid]
    coefficients = None
    for _ in range(rounds):
        system = mp.matrix(n, n)
        right = mp.matrix(n, 1)
        for i, x in enumerate(nodes):
            for j in range(degree + 1):
                system[i, j] = x**j
            system[i, degree + 1] = (-1) ** i / weight(x)
            right[i] = f(x)
        solution = mp.lu_solve(system, right)
        coefficients = [solution[j] for j in range(degree + 1)]
        errors = [w * (mp.polyval(coefficients[::-1], x) - y) for x, y, w in values]
        picks = []
        for i, e in enumerate(errors):
            if picks and (e > 0) == (errors[picks[-1]] > 0):
                if abs(e) > abs(errors[picks[-1]]):
                    picks[-1] = i
            else:
                picks.append(i)
        while len(picks) > n:
            picks.pop(0 if abs(errors[picks[0]]) < abs(errors[picks[-1]]) else -1)
        if len(picks) < n:
            break
        nodes = [grid[i] for i in picks]
        if max(abs(errors[i]) for i in picks) < min(abs(errors[i]) for i in picks) * mp.mpf("1.02"):
            break
    return coefficients


def worst(f, weight, low, high, coefficients, points=400):
    """log2 of the largest weighted error of the coefficients after rounding to doubles."""
    rounded = [mp.mpf(float(c)) for c in coefficients]
    low, high = mp.mpf(low), mp.mpf(high)
    largest = mp.mpf(0)
    for i in range(points):
        x = low + (high - low) * (mp.mpf(i) + mp.mpf("0.37")) / points
        largest = max(largest, abs(weight(x) * (mp.polyval(rounded[::-1], x) - f(x))))
    return float(mp.log(largest, 2))
