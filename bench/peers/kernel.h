// The C contestant: the same algorithms as @holdfast/numerics in plain loops a compiler can vectorise.
// Built without contraction and without fast-math, it gives the same bits as Holdfast; the bench compares them.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCK 256
#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t bits_of(double x) { uint64_t b; memcpy(&b, &x, 8); return b; }
INLINE double from_bits(uint64_t b) { double x; memcpy(&x, &b, 8); return x; }

// Philox4x32-10: eight uniforms from four counters, without a transpose.
static void uniforms(double *restrict out, uint64_t first, uint32_t stream, uint32_t k0, uint32_t k1) {
  for (int at = 0; at < BLOCK; at += 32) {
    uint32_t a[16], b[16], c[16], d[16];
    for (int i = 0; i < 16; i++) {
      uint64_t counter = 4 * ((first + at + 8 * (i / 4)) >> 3) + (i & 3);
      a[i] = (uint32_t)counter; b[i] = (uint32_t)(counter >> 32); c[i] = stream; d[i] = 0;
    }
    uint32_t p = k0, q = k1;
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 16; i++) {
        uint64_t m = (uint64_t)a[i] * 0xd2511f53u, n = (uint64_t)c[i] * 0xcd9e8d57u;
        a[i] = (uint32_t)(n >> 32) ^ b[i] ^ p; b[i] = (uint32_t)n;
        c[i] = (uint32_t)(m >> 32) ^ d[i] ^ q; d[i] = (uint32_t)m;
      }
      p += 0x9e3779b9u; q += 0xbb67ae85u;
    }
    for (int i = 0; i < 16; i++) {
      double *to = out + at + 8 * (i / 4) + (i & 3);
      uint64_t low = ((uint64_t)b[i] << 32 | a[i]) >> 12, high = ((uint64_t)d[i] << 32 | c[i]) >> 12;
      to[0] = from_bits(low | 0x3ff0000000000000u) - (1 - 0x1p-53);
      to[4] = from_bits(high | 0x3ff0000000000000u) - (1 - 0x1p-53);
    }
  }
}

#ifdef PLATFORM_MATH

// What a C programmer would write who does not owe anybody the same bits: the library's functions, which compilers call for
// whole vectors, and Wichura's rational normal quantile (AS 241) with both branches computed.
INLINE double f_exp(double x) { return exp(x); }
INLINE double f_log(double x) { return log(x); }
INLINE double f_pow(double x, double y) { return pow(x, y); }
INLINE double f_rem(double x, double y) { return x - trunc(x / y) * y; }
INLINE double ratio(double r, const double *p, const double *q) {
  double over = p[7], under = q[7];
  for (int i = 6; i >= 0; i--) { over = over * r + p[i]; under = under * r + q[i]; }
  return over / under;
}

INLINE double f_normal(double u) {
  static const double a[] = { 3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727 };
  static const double b[] = { 1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610 };
  static const double c[] = { 1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4 };
  static const double d[] = { 1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
  double q = u - 0.5, tail = q < 0 ? u : 1 - u;
  double inner = q * ratio(0.180625 - q * q, a, b);
  // Valid to 1.4e-11 in the tails, beyond what a run of the bench draws.
  double outer = ratio(sqrt(-log(tail)) - 1.6, c, d);
  return fabs(q) <= 0.425 ? inner : q < 0 ? -outer : outer;
}

#else

INLINE double scale2(double x, int k) {
  int half = k >> 1;
  return x * from_bits((uint64_t)(half + 1023) << 52) * from_bits((uint64_t)(k - half + 1023) << 52);
}

INLINE double exp_scaled(double high, double low) {
  const double magic = 6755399441055744.0;
  double whole = high * 184.6649652337873 + magic - magic;
  int n = (int)whole;
  double r = high - whole * 0.005415212348452769 - whole * -3.2819649005320973e-13 + low;
  double t = EXP_TABLE[2 * (n & 127)], tail = EXP_TABLE[2 * (n & 127) + 1], r2 = r * r;
  double q = tail + r + r2 * (0.49999999999996775 + r * 0.1666666666666588 + r2 * (0.041666680870557825 + r * 0.00833333586049789));
  return scale2(t + t * q, n >> 7);
}

INLINE double f_exp(double x) {
  double y = exp_scaled(x > 710 ? 710 : x < -746 ? -746 : x, 0);
  return x > 710 ? INFINITY : x < -746 ? 0 : y;
}

// Arguments of the bench's logarithms and powers are normal and positive.
INLINE double f_log(double x) {
  const double ln2_high = 0.6931471805598903, ln2_low = 5.497923018708371e-14;
  uint64_t b = bits_of(x);
  uint32_t high = (uint32_t)(b >> 32);
  uint32_t offset = high + (0x3ff00000u - 0x3fe6a09eu);
  double k = (double)((int)(offset >> 20) - 1023);
  double f = from_bits((uint64_t)((offset & 0xfffffu) + 0x3fe6a09eu) << 32 | (uint32_t)b) - 1;
  double s = f / (2 + f), z = s * s, w = z * z;
  double odd = 0.3999999999952478 + w * (0.22222200402217546 + w * 0.15316043294208445);
  double even = 0.6666666666666713 + w * (0.28571428721951664 + w * (0.18183479088967097 + w * 0.1477748064701482));
  double rest = w * odd + z * even, half = 0.5 * f * f;
  return k * ln2_high - (half - (s * (half + rest) + k * ln2_low) - f);
}

INLINE double f_pow(double x, double y) {
  uint64_t b = bits_of(x);
  uint32_t high = (uint32_t)(b >> 32), low = (uint32_t)b;
  int32_t offset = (int32_t)(high - 0x3fe69555u);
  int at = ((offset >> 13) & 127) << 2;
  double k = (double)(offset >> 20);
  uint32_t zw = high - ((uint32_t)offset & 0xfff00000u);
  double z = from_bits((uint64_t)zw << 32 | low), zh = from_bits((uint64_t)(zw + (low >> 31)) << 32);
  double inverse = LOG_TABLE[at], rh = zh * inverse - 1, rl = (z - zh) * inverse, r = rh + rl;
  double base = k * 0.6931471805598903 + LOG_TABLE[at + 1], t = base + r;
  double half = -0.5 * rh, square = rh * half, sum = t + square, r2 = r * r;
  double tail = r2 * r * (0.333333333333334 + r * -0.24999999999998443 +
    r2 * (0.199999999872395 + r * -0.16666666820155107 + r2 * (0.1428640061228236 + r * -0.12496743106912225)));
  double rest = k * 5.497923018708371e-14 + LOG_TABLE[at + 2] + (base - t + r) + rl * (-0.5 * r + half) + (t - sum + square) + tail;
  double l0 = sum + rest, l1 = sum - l0 + rest;
  double yh = from_bits(bits_of(y) & 0xfffffffff8000000u), lh = from_bits(bits_of(l0) & 0xfffffffff8000000u);
  return exp_scaled(yh * lh, (y - yh) * lh + y * (l0 - lh + l1));
}

INLINE double f_normal(double u) {
  double q = u - 0.5, a = q < 0 ? u : 1 - u;
  uint64_t b = bits_of(a);
  uint32_t high = (uint32_t)(b >> 32);
  int at = ((int)(high >> 16) - (970 << 4)) << 3;
  double t = from_bits((b & 0x0000ffffffffffffu) | 0x3ff0000000000000u) - 1, t2 = t * t;
  const double *c = NORMAL_TABLE + at;
  double low = t * c[1] + t2 * (c[2] + t * c[3]), rest = c[4] + t * c[5] + t2 * (c[6] + t * c[7]);
  double z = c[0] + (low + t2 * t2 * rest);
  return q < 0 ? -z : q == 0 ? 0 : z;
}

// Exact remainder for quotients below 2^52 by Dekker's product; a divisor with few digits keeps every product exact.
INLINE double f_rem(double x, double y) {
  double ax = fabs(x), ay = fabs(y), q = trunc(ax / ay), p = q * ay;
  double qh = from_bits(bits_of(q) & 0xfffffffff8000000u), ql = q - qh;
  double yh = from_bits(bits_of(ay) & 0xfffffffff8000000u), yl = ay - yh;
  double e = qh * yh - p + qh * yl + ql * yh + ql * yl, r = ax - p - e;
  r = r < 0 ? r + ay : r;
  return copysign(r, x);
}

#endif

INLINE double f_min(double a, double b) { return a < b ? a : b; }
INLINE double f_max(double a, double b) { return a > b ? a : b; }
INLINE double f_clamp(double x, double a, double b) { return f_min(f_max(x, a), b); }

// Moments of one block in four lanes, merged by Pebay's formulas; then the bins of the quantile sketch.
typedef struct { double n, mean, m2, m3, m4, min, max; } moments;
typedef struct { double center, scale; uint32_t *bins; } sketch;

static void merge(moments *a, const moments *b) {
  if (a->n == 0) { *a = *b; return; }
  double na = a->n, nb = b->n, n = na + nb, delta = b->mean - a->mean, share = delta / n, share2 = share * share;
  double product = na * nb, lead = delta * share * product, m2a = a->m2, m2b = b->m2, m3a = a->m3, m3b = b->m3;
  a->m4 = a->m4 + b->m4 + lead * share2 * (na * na - product + nb * nb) + 6 * share2 * (na * na * m2b + nb * nb * m2a) + 4 * share * (na * m3b - nb * m3a);
  a->m3 = m3a + m3b + lead * share * (na - nb) + 3 * share * (na * m2b - nb * m2a);
  a->m2 = m2a + m2b + lead;
  a->mean = a->mean + share * nb;
  a->n = n;
  a->min = f_min(a->min, b->min);
  a->max = f_max(a->max, b->max);
}

static void take(moments *into, sketch *s, const double *restrict v) {
  double sum[4] = {0}, low[4], high[4], p2[4] = {0}, p3[4] = {0}, p4[4] = {0};
  for (int l = 0; l < 4; l++) { low[l] = INFINITY; high[l] = -INFINITY; }
  for (int i = 0; i < BLOCK; i += 4)
    for (int l = 0; l < 4; l++) { double x = v[i + l]; sum[l] += x; low[l] = f_min(low[l], x); high[l] = f_max(high[l], x); }
  moments b = { BLOCK, (sum[0] + sum[2] + (sum[1] + sum[3])) / BLOCK };
  for (int i = 0; i < BLOCK; i += 4)
    for (int l = 0; l < 4; l++) { double d = v[i + l] - b.mean, d2 = d * d; p2[l] += d2; p3[l] += d2 * d; p4[l] += d2 * d2; }
  b.m2 = p2[0] + p2[2] + (p2[1] + p2[3]); b.m3 = p3[0] + p3[2] + (p3[1] + p3[3]); b.m4 = p4[0] + p4[2] + (p4[1] + p4[3]);
  b.min = f_min(f_min(low[0], low[1]), f_min(low[2], low[3])); b.max = f_max(f_max(high[0], high[1]), f_max(high[2], high[3]));
  merge(into, &b);
  uint32_t index[BLOCK];
  for (int i = 0; i < BLOCK; i++) {
    double y = (v[i] - s->center) * s->scale;
    uint64_t bin = (bits_of(f_min(1 + fabs(y), 0x1p39)) >> 44) - (1023 << 8);
    index[i] = (uint32_t)bin | (y < 0 ? 1u << 14 : 0);
  }
  for (int i = 0; i < BLOCK; i++) s->bins[index[i]]++;
}

static int by_value(const void *a, const void *b) { double x = *(const double *)a, y = *(const double *)b; return (x > y) - (x < y); }

static double seconds(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }

static void block(uint64_t first);
static double *const outputs[5];

int main(int argc, char **argv) {
  uint64_t iterations = argc > 1 ? strtoull(argv[1], 0, 10) : 1 << 20;
  int repeats = argc > 2 ? atoi(argv[2]) : 5;
  static moments total[5], chunk[5];
  static double pilot[5][4096], times[64];
  static sketch sketches[5];
  for (int repeat = 0; repeat < repeats; repeat++) {
    double start = seconds();
    for (int first = 0; first < 4096; first += BLOCK) {
      block(first);
      for (int o = 0; o < 5; o++) memcpy(pilot[o] + first, outputs[o], sizeof(double) * BLOCK);
    }
    for (int o = 0; o < 5; o++) {
      qsort(pilot[o], 4096, sizeof(double), by_value);
      double width = pilot[o][4095 - 1023] - pilot[o][1023];
      if (!sketches[o].bins) sketches[o].bins = malloc(4u << 15);
      memset(sketches[o].bins, 0, 4u << 15);
      sketches[o].center = pilot[o][2047]; sketches[o].scale = 4 / width; total[o].n = 0;
    }
    for (uint64_t from = 0; from < iterations; from += 16384) {
      for (int o = 0; o < 5; o++) chunk[o].n = 0;
      for (uint64_t first = from; first < from + 16384; first += BLOCK) {
        block(first);
        for (int o = 0; o < 5; o++) take(&chunk[o], &sketches[o], outputs[o]);
      }
      for (int o = 0; o < 5; o++) merge(&total[o], &chunk[o]);
    }
    times[repeat] = seconds() - start;
  }
  qsort(times, repeats, sizeof(double), by_value);
  printf("{\"seconds\":%.9g,\"outputs\":[", times[repeats / 2]);
  for (int o = 0; o < 5; o++)
    printf("%s{\"mean\":%.17g,\"m2\":%.17g,\"min\":%.17g,\"max\":%.17g}", o ? "," : "", total[o].mean, total[o].m2, total[o].min, total[o].max);
  printf("]}\n");
}
