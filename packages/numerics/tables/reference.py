"""Writes ../test/reference.json: inputs, correctly rounded values and the remainder in ulp, from 300-bit arithmetic.

Run from this folder: python3 reference.py [points per function]   (default 300; the committed file; about a minute)
"""
import base64
import json
import math
import random
import struct
import sys
import mpmath as mp

mp.mp.prec = 300
POINTS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
dice = random.Random(20240607)
uniform = dice.uniform


def power(low, high, signed=True):
    x = 2.0 ** uniform(low, high)
    return -x if signed and dice.random() < 0.5 else x


def spread(low, high):
    return math.exp(uniform(math.log(low), math.log(high)))


def probability():
    kind = dice.random()
    if kind < 0.5:
        return uniform(1e-6, 1)
    return 10 ** uniform(-15, -1) if kind < 0.75 else 1 - 10 ** uniform(-15, -1)


def mix(*choices):
    return lambda: [dice.choice(choices)()]


def near_multiple():
    return int(2 ** uniform(0, 30)) * math.pi / 2


# The closest doubles to multiples of pi/2 and other known hard arguments.
HARD_ANGLES = [6381956970095103.0 * 2.0**797, 5.319372648326541e255, 1e22, 2.0**1023, 1.7976931348623157e308,
               math.pi, math.pi / 2, 3 * math.pi / 2, 1e6, 999999.5, 1048576.0 * math.pi, 1e-310, 2.0**-30, 0.7853981633974483]


def lower_gamma(a, x):
    """P and Q of the incomplete gamma function by series or continued fraction."""
    if x < a + 1 or x < 2:
        total = term = mp.mpf(1)
        n = 0
        while term > total * mp.mpf(2) ** -170 or n < x - a:
            n += 1
            term *= x / (a + n)
            total += term
        low = total * mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))
        return low, 1 - low
    b = x + 1 - a
    c = mp.mpf(10) ** 300
    d = 1 / b
    h = d
    for n in range(1, 200000):
        top = n * (a - n)
        b += 2
        d = 1 / (top * d + b)
        c = b + top / c
        h *= c * d
        if abs(c * d - 1) < mp.mpf(2) ** -170:
            break
    high = h * mp.exp(a * mp.log(x) - x - mp.loggamma(a))
    return 1 - high, high


def lower_beta(x, a, b):
    if x > (a + 1) / (a + b + 2):
        high, low = lower_beta(1 - x, b, a)
        return low, high
    c = mp.mpf(1)
    d = 1 / (1 - (a + b) * x / (a + 1))
    h = d
    for m in range(1, 100000):
        even = m * (b - m) * x / ((a - 1 + 2 * m) * (a + 2 * m))
        d = 1 / (1 + even * d)
        c = 1 + even / c
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1 + 2 * m))
        d = 1 / (1 + odd * d)
        c = 1 + odd / c
        h *= d * c
        if abs(d * c - 1) < mp.mpf(2) ** -170:
            break
    low = h / a * mp.exp(a * mp.log(x) + b * mp.log1p(-x) - log_beta(a, b))
    return low, 1 - low


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def newton(p, start, tails, density):
    """Root in w of a log-concave distribution function: Newton steps on the logarithm of the smaller tail."""
    w = mp.mpf(start)
    q = 1 - p
    for _ in range(400):
        low, high = tails(w)
        if p < 0.5:
            step = mp.log(low / p) * low / density(w)
        else:
            step = -mp.log(high / q) * high / density(w)
        step = max(min(step, mp.mpf(50)), mp.mpf(-50))
        w -= step
        if abs(step) < mp.mpf(10) ** -30:
            return w
    raise ArithmeticError(p)


def gamma_quantile(p, a):
    z = mp.sqrt(2) * mp.erfinv(2 * mp.mpf(p) - 1) if 1e-12 < p < 1 - 1e-12 else (7 if p > 0.5 else -7)
    power_law = (mp.log(p) + mp.loggamma(a + 1)) / a
    start = 3 * mp.log(max(1 - 1 / (9 * a) + z / (3 * mp.sqrt(a)), mp.mpf("0.2"))) + mp.log(a) if a > 1 else min(power_law, mp.mpf(1))
    w = newton(p, start, lambda w: lower_gamma(a, mp.exp(w)), lambda w: mp.exp(a * w - mp.exp(w) - mp.loggamma(a)))
    return mp.exp(w)


def beta_logit(p, a, b, start):
    def tails(w):
        if w < 0:
            return lower_beta(mp.exp(w) / (1 + mp.exp(w)), a, b)
        high, low = lower_beta(mp.exp(-w) / (1 + mp.exp(-w)), b, a)
        return low, high

    def density(w):
        return mp.exp(-a * mp.log1p(mp.exp(-w)) - b * mp.log1p(mp.exp(w)) - log_beta(a, b))

    return newton(p, start, tails, density)


def beta_quantile(p, a, b):
    w = beta_logit(p, a, b, mp.log(a / b))
    return mp.exp(w) / (1 + mp.exp(w))


def student_quantile(p, nu):
    q = min(p, 1 - p)
    w = beta_logit(2 * q, nu / 2, mp.mpf(1) / 2, mp.log(nu))
    t = mp.sqrt(nu) * mp.exp(-w / 2)
    return -t if p < 0.5 else t


def binomial_cdf(k, n, p):
    return lower_beta(1 - p, n - k, k + 1)[0]


def gamma_arguments():
    a = spread(1e-3, 1e5)
    return [a, a * spread(0.5, 2) if a > 30 else spread(1e-3, 60)]


def beta_arguments():
    a, b = spread(1e-2, 1e5), spread(1e-2, 1e5)
    sd = math.sqrt(a * b / (a + b + 1)) / (a + b)
    x = a / (a + b) + uniform(-8, 8) * sd
    return [x if 0 < x < 1 else uniform(0, 1), a, b]


def poisson_arguments():
    mean = spread(1e-2, 1e6)
    return [max(0.0, math.floor(mean + uniform(-6, 7) * math.sqrt(mean))), mean]


def binomial_arguments():
    n = math.floor(spread(2, 1e6))
    p = spread(1e-6, 1) if dice.random() < 0.5 else uniform(0, 1)
    k = math.floor(n * p + uniform(-6, 6) * math.sqrt(n * p * (1 - p)))
    return [float(min(max(k, 0), n - 1)), float(n), p]


FUNCTIONS = {
    "exp": (mix(lambda: uniform(-745, 709.7), lambda: uniform(-2, 2), lambda: power(-60, 0)), mp.exp, POINTS, []),
    "log": (mix(lambda: power(-1074, 1023, False), lambda: uniform(0.5, 2), lambda: 1 + power(-50, -2)), mp.log, POINTS, []),
    "log2": (mix(lambda: power(-1074, 1023, False), lambda: 1 + power(-50, -2)), lambda x: mp.log(x) / mp.log(2), POINTS, []),
    "log10": (mix(lambda: power(-1074, 1023, False), lambda: 1 + power(-50, -2)), lambda x: mp.log(x) / mp.log(10), POINTS, []),
    "log1p": (mix(lambda: power(-60, -0.1), lambda: power(-60, 1000, False)), mp.log1p, POINTS, []),
    "expm1": (mix(lambda: power(-60, 5.3), lambda: uniform(-0.5, 0.5), lambda: uniform(0, 700)), mp.expm1, POINTS, []),
    "sinh": (mix(lambda: power(-40, 9.4), lambda: uniform(-2, 2)), mp.sinh, POINTS, []),
    "cosh": (mix(lambda: power(-40, 9.4), lambda: uniform(-2, 2)), mp.cosh, POINTS, []),
    "tanh": (mix(lambda: power(-40, 4.5), lambda: uniform(-2, 2)), mp.tanh, POINTS, []),
    "sin": (mix(lambda: power(-30, 20), lambda: uniform(-7, 7), lambda: power(20, 1023), near_multiple), mp.sin, POINTS, HARD_ANGLES),
    "cos": (mix(lambda: power(-30, 20), lambda: uniform(-7, 7), lambda: power(20, 1023), near_multiple), mp.cos, POINTS, HARD_ANGLES),
    "tan": (mix(lambda: power(-30, 20), lambda: uniform(-7, 7), lambda: power(20, 1023), near_multiple), mp.tan, POINTS, HARD_ANGLES),
    "asin": (mix(lambda: uniform(-1, 1), lambda: 1 - power(-50, -1, False), lambda: power(-40, 0)), mp.asin, POINTS, []),
    "acos": (mix(lambda: uniform(-1, 1), lambda: power(-50, -1, False) - 1, lambda: 1 - power(-50, -1, False)), mp.acos, POINTS, []),
    "atan": (mix(lambda: power(-40, 4), lambda: power(-4, 70), lambda: uniform(-3, 3)), mp.atan, POINTS, []),
    "atan2": (lambda: [power(-6, 6), power(-6, 6)] if dice.random() < 0.7 else [power(-1060, 1020), power(-1060, 1020)], mp.atan2, POINTS, []),
    "pow": (lambda: pow_arguments(), mp.power, POINTS, []),
    "cbrt": (mix(lambda: power(-1072, 1023), lambda: uniform(-10, 10)), lambda x: mp.sign(x) * mp.cbrt(abs(x)), POINTS, []),
    "erf": (mix(lambda: power(-40, 2.6), lambda: uniform(-3, 3)), mp.erf, POINTS, []),
    "erfc": (mix(lambda: uniform(-3, 3), lambda: uniform(0, 26.5)), mp.erfc, POINTS, []),
    "normalCdf": (mix(lambda: uniform(-5, 5), lambda: uniform(-37.5, 0)), lambda x: mp.erfc(-x / mp.sqrt(2)) / 2, POINTS, []),
    "normalQuantile": (mix(probability), lambda u: normal_quantile(u), POINTS, [2.0**-53, 1 - 2.0**-53, 0.25, 0.75]),
    "logGamma": (mix(lambda: spread(1e-10, 1e10), lambda: uniform(0.3, 3.3), lambda: 1 + power(-40, -1), lambda: 2 + power(-40, -1)), mp.loggamma, POINTS, []),
    "gammaP": (gamma_arguments, lambda a, x: lower_gamma(a, x)[0], POINTS // 3, []),
    "gammaQ": (gamma_arguments, lambda a, x: lower_gamma(a, x)[1], POINTS // 3, []),
    "gammaQuantile": (lambda: [probability(), spread(1e-3, 1e6) if dice.random() < 0.1 else spread(1e-2, 300)], gamma_quantile, POINTS // 3, []),
    "betaI": (beta_arguments, lambda x, a, b: lower_beta(x, a, b)[0], POINTS // 3, []),
    "betaQuantile": (lambda: [probability(), spread(1e-2, 1e5), spread(1e-2, 1e5)], beta_quantile, POINTS // 3, []),
    "studentTQuantile": (lambda: [probability(), spread(0.5, 1e6)], student_quantile, POINTS // 3, []),
    "poissonCdf": (poisson_arguments, lambda k, m: lower_gamma(k + 1, m)[1], POINTS // 3, []),
    "binomialCdf": (binomial_arguments, binomial_cdf, POINTS // 3, []),
}


def pow_arguments():
    kind = dice.randrange(4)
    if kind == 0:
        return [spread(1e-6, 1e6), uniform(-40, 40)]
    if kind == 1:
        x = 1 + power(-40, -1.1)
        return [x, uniform(-700, 700) / math.log(x)]
    if kind == 2:
        x = power(-1070, 1020, False)
        return [x, uniform(-740, 705) / math.log(x)]
    return [float(dice.randrange(2, 20)), float(dice.randrange(-12, 13))]


def normal_quantile(u):
    tail = min(u, 1 - u)
    z = mp.sqrt(-2 * mp.log(tail)) if tail < 0.1 else mp.mpf(0)
    for _ in range(200):
        reached = mp.erfc(z / mp.sqrt(2)) / 2
        step = mp.log(reached / tail) * reached * mp.sqrt(2 * mp.pi) * mp.exp(z * z / 2)
        z += step
        if abs(step) < mp.mpf(10) ** -40:
            break
    return z if u > 0.5 else -z


def remainder(exact, value):
    """(exact - value) in units of the last place of value, in 1/32768."""
    if value == 0:
        unit = mp.mpf(2) ** -1074
    else:
        unit = mp.mpf(2) ** max(math.frexp(value)[1] - 53, -1074)
    return max(-32767, min(32767, int(mp.nint((exact - mp.mpf(value)) / unit * 32768))))


if __name__ == "__main__":
    result = {}
    for name, (draw, function, count, extra) in FUNCTIONS.items():
        inputs, values, remainders = [], [], []
        pending = [[x] for x in extra]
        while len(values) < count:
            arguments = pending.pop() if pending else draw()
            mp.mp.prec = 1300 if name in ("sin", "cos", "tan") else 300
            exact = function(*[mp.mpf(x) for x in arguments])
            if exact != 0 and not mp.mpf("2e-308") < abs(exact) < mp.mpf("1.79e308") and name not in ("exp", "pow"):
                continue
            value = float(exact)
            if math.isinf(value):
                continue
            inputs += arguments
            values.append(value)
            remainders.append(remainder(exact, value))
        result[name] = {
            "inputs": base64.b64encode(struct.pack(f"<{len(inputs)}d", *inputs)).decode(),
            "values": base64.b64encode(struct.pack(f"<{len(values)}d", *values)).decode(),
            "remainders": base64.b64encode(struct.pack(f"<{len(remainders)}h", *remainders)).decode(),
        }
        print(name, len(values), flush=True)
    with open("../test/reference.json", "w") as out:
        json.dump(result, out, indent=2)
        out.write("\n")
