"""Prints the polynomial coefficients quoted in ../src, with their largest relative error."""
import sys
import mpmath as mp
sys.dont_write_bytecode = True  # leaves no cache beside the scripts
from minimax import remez, worst


def show(name, f, weight, low, high, degree):
    c = remez(f, weight, low, high, degree)
    print(f"{name}: largest error 2^{worst(f, weight, low, high, c):.1f}")
    print("  " + ", ".join(repr(float(x)) for x in c))


def series(term, first):
    """sum of term(k, x) from k = first, used where the closed form cancels near zero."""
    def value(x):
        total, k = mp.mpf(0), first
        while True:
            t = term(k, x)
            total += t
            if abs(t) <= abs(total) * mp.mpf(2) ** -240 or t == 0:
                return total
            k += 1
    return value


if __name__ == "__main__":
    one = lambda x: mp.mpf(1)
    # e^r = 1 + r + r^2 E(r), |r| <= ln2/256
    half = mp.log(2) / 256 * mp.mpf("1.001")
    show("exp", series(lambda k, r: r ** (k - 2) / mp.factorial(k), 2), lambda r: max(r * r, half**2 / 50), -half, half, 3)
    # log(1+f) = f - f^2/2 + s (f^2/2 + z L(z)), s = f/(2+f), z = s^2
    top = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)
    show("log", series(lambda k, z: 2 * z ** (k - 1) / (2 * k + 1), 1), lambda z: max(z, top**2 / 50), 0, top**2 * mp.mpf('1.0001'), 6)
    # sin r = r + r^3 S(r^2), cos r = 1 - z/2 + z^2 C(z), |r| <= pi/4
    q = (mp.pi / 4 * mp.mpf("1.0001")) ** 2
    show("sin", series(lambda k, z: (-1) ** k * z ** (k - 1) / mp.factorial(2 * k + 1), 1), lambda z: max(z, q / 50), 0, q, 5)
    show("cos", series(lambda k, z: (-1) ** k * z ** (k - 2) / mp.factorial(2 * k), 2), lambda z: max(z * z, q * q / 50), 0, q, 5)
    # atan t = t + t^3 A(t^2), |t| <= 1/8
    show("atan", series(lambda k, z: (-1) ** k * z ** (k - 1) / (2 * k + 1), 1), lambda z: max(z, mp.mpf('0.0003')), 0, mp.mpf(1) / 64, 6)
    # e^x - 1 = x + x^2/2 + x^3 M(x), |x| <= 1/8
    show("expm1", series(lambda k, x: x ** (k - 3) / mp.factorial(k), 3), lambda x: max(x * x, mp.mpf('0.0003')), -0.1251, 0.1251, 7)
    # sinh x = x + x^3 H(x^2), tanh x = x + x^3 T(x^2), |x| <= 1/4
    show("sinh", series(lambda k, z: z ** (k - 1) / mp.factorial(2 * k + 1), 1), lambda z: max(z, mp.mpf('0.001')), 0, mp.mpf("0.0626"), 4)
    def tanh_tail(z):
        x = mp.sqrt(z)
        with mp.workprec(500):
            return (mp.tanh(x) - x) / (x * z)
    show("tanh", tanh_tail, lambda z: max(z, mp.mpf('0.001')), 0, mp.mpf("0.0626"), 7)
    # cbrt m on [1, 2)
    show("cbrt", lambda m: mp.cbrt(m), lambda m: 1 / mp.cbrt(m), 1, 2, 4)
    # log Gamma(2 + d) = d (1 + d) G(d), |d| <= 1/2
    def gamma_core(d):
        with mp.workprec(500):
            return mp.loggamma(2 + d) / (d * (1 + d))
    show("logGamma", gamma_core, one, mp.mpf("-0.5001"), mp.mpf("0.50013"), 17)
    # erf x = x (E0 + x^2 E(x^2)), |x| <= 1/2
    show("erf", series(lambda k, z: 2 / mp.sqrt(mp.pi) * (-1) ** k * z ** (k - 1) / (mp.factorial(k) * (2 * k + 1)), 1), lambda z: max(z, mp.mpf('0.005')), 0, mp.mpf("0.2501"), 7)
    two = 2 / mp.sqrt(mp.pi)
    print("erf leading", repr(float(two)), repr(float(two - mp.mpf(float(two)))))
    for name, v in (("ln2", mp.log(2)), ("1/ln2", 1 / mp.log(2)), ("1/ln10", 1 / mp.log(10)), ("pi/2", mp.pi / 2), ("pi", mp.pi), ("1/sqrt(2pi)", 1 / mp.sqrt(2 * mp.pi)), ("ln sqrt(2pi)", mp.log(2 * mp.pi) / 2)):
        print(name, repr(float(v)), repr(float(v - mp.mpf(float(v)))))
