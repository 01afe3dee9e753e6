// Push and settle of the neural family in C, on a memory image of the kernel's own layout: the same algorithm, to the bit.
// cc -O3 -march=native -ffp-contract=off; arguments: image, rounds, then the words of `bench/neural.bench.js` in order.
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HIGH, NODES, CHUNK, BASE, TAG, FRONT, BACK, ACTIVATION, LEVEL, START, LENGTH, LOSS, TARGET, META, GAINS, WORDS };
// places of coefficients in their block
enum { CAP, MAINTENANCE, IDLE, DECAY, SPAN, MOST, RATE, GOAL, OUTPUT, INPUT = 11, STARVATION = 16, READINESS = 17 };

static uint8_t *m;
static long w[WORDS];
#define I(at) ((int32_t *)(m + w[at]))
#define F(at) ((float *)(m + w[at]))

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static inline uint32_t mix(uint32_t x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

// a flow is the product of a weight, the upper half of its word, with an activation of 30 bits, in two parts of 16 bits; rounded down
static inline __m256i flows8(__m256i q, __m256i upper, __m256i lower, __m256i level) {
  const __m256i low = _mm256_srai_epi32(_mm256_madd_epi16(q, lower), 15);
  const __m256i sent = _mm256_srai_epi32(_mm256_add_epi32(_mm256_madd_epi16(q, upper), low), 1);
  return _mm256_andnot_si256(_mm256_cmpgt_epi32(_mm256_and_si256(q, _mm256_set1_epi32(0xff00)), level), sent);
}

static void push(long first, long end) {
  int32_t *gain = I(GAINS);
  const __m256i spares = _mm256_set1_epi32((int)w[NODES]), zero = _mm256_setzero_si256();
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (long s = first; s < end; s++) {
    const int32_t a = I(ACTIVATION)[s];
    I(LOSS)[s] = 0;
    if (!(a > 0)) continue;
    long e = I(START)[s];
    const long stop = e + I(LENGTH)[s];
    const __m256i upper = _mm256_set1_epi32((a >> 15) << 16), lower = _mm256_set1_epi32((a & 32767) << 16);
    const __m256i level = _mm256_set1_epi32(I(LEVEL)[s] << 8);
    __m256i lost = zero;
    int32_t f[8], d[8];
    for (; e + 8 <= stop; e += 8) {
      const __m256i flow = flows8(_mm256_loadu_si256((void *)(I(META) + e)), upper, lower, level);
      lost = _mm256_add_epi32(lost, _mm256_max_epi32(flow, zero));
      _mm256_storeu_si256((void *)f, flow);
      _mm256_storeu_si256((void *)d, _mm256_min_epu32(_mm256_loadu_si256((void *)(I(TARGET) + e)), spares));
      for (int i = 0; i < 8; i++) gain[d[i]] += f[i];
    }
    for (; e < stop; e += 4) {
      const __m128i within = _mm_cmpgt_epi32(_mm_set1_epi32((int)(stop - e)), _mm256_castsi256_si128(lanes));
      const __m256i q = _mm256_castsi128_si256(_mm_and_si128(_mm_loadu_si128((void *)(I(META) + e)), within));
      const __m128i flow = _mm256_castsi256_si128(flows8(q, upper, lower, level));
      lost = _mm256_add_epi32(lost, _mm256_zextsi128_si256(_mm_max_epi32(flow, _mm_setzero_si128())));
      _mm_storeu_si128((void *)f, flow);
      _mm_storeu_si128((void *)d, _mm_min_epu32(_mm_loadu_si128((void *)(I(TARGET) + e)), _mm256_castsi256_si128(spares)));
      for (int i = 0; i < 4; i++) gain[d[i]] += f[i];
    }
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(lost), _mm256_extracti128_si256(lost, 1));
    sum = _mm_hadd_epi32(sum, sum);
    I(LOSS)[s] = _mm_cvtsi128_si32(_mm_hadd_epi32(sum, sum));
  }
}

static int64_t books[16];

static void settle(long first, long end, uint32_t key) {
  const int32_t *c = I(BASE);
  const float *k = F(BASE);
  int64_t read = 0, kept = 0, sent = 0, arrived = 0, amplified = 0, lost = 0, noise = 0, upkeep = 0, decay = 0, pull = 0, spill = 0, debt = 0, ready = 0, fallen = 0;
  for (long s = first; s < end; s++) {
    const int32_t e = I(FRONT)[s], g = I(GAINS)[s], l = I(LOSS)[s], tag = I(TAG)[s];
    I(GAINS)[s] = 0;
    read += e;
    sent += l;
    arrived += g;
    const int alive = (tag & 4) == 0;
    const int32_t r = g > 0 ? (int32_t)((float)g * k[INPUT + ((tag >> 8) & 3)]) : g;
    const int32_t n = (int32_t)(((mix(key + (uint32_t)s * 0x9e3779b1u) >> 16) * (uint32_t)c[SPAN]) >> 16) - c[MOST];
    const int32_t u = c[MAINTENANCE] * I(LENGTH)[s] + c[IDLE];
    const int32_t d = (int32_t)((float)e * k[DECAY]);
    const int32_t p = (int32_t)((float)(c[GOAL] - e) * k[RATE]);
    const int32_t raw = e - l + r + n - u - d + p;
    int32_t next = raw < c[CAP] ? raw : c[CAP];
    next = next > 0 ? next : 0;
    next = alive ? next : 0;
    amplified += alive && r > g ? r - g : 0;
    lost += alive && r < g ? r - g : 0;
    noise += alive ? n : 0;
    upkeep += alive ? u : 0;
    decay += alive ? d : 0;
    pull += alive ? p : 0;
    spill += alive && raw > c[CAP] ? raw - c[CAP] : 0;
    debt += alive && raw < 0 ? raw : 0;
    kept += next;
    ready += alive && next > c[READINESS];
    fallen += alive && next <= c[STARVATION];
    I(BACK)[s] = next;
    I(LOSS)[s] = next - e;
  }
  const int64_t all[] = {read, kept, sent, arrived, amplified, lost, noise, pull, debt, upkeep, decay, spill, ready, fallen};
  for (int i = 0; i < 14; i++) books[i] += all[i];
}

int main(int count, char **v) {
  (void)count;
  FILE *file = fopen(v[1], "rb");
  fseek(file, 0, SEEK_END);
  const long bytes = ftell(file);
  rewind(file);
  m = aligned_alloc(64, (bytes + 4095) / 64 * 64);
  if (fread(m, 1, bytes, file) != (size_t)bytes) return 1;
  const int rounds = atoi(v[2]);
  for (int i = 0; i < WORDS; i++) w[i] = atol(v[3 + i]);
  const long chunks = (w[HIGH] + w[CHUNK] - 1) / w[CHUNK];
  double *push_best = malloc(8 * chunks), *settle_best = malloc(8 * chunks);
  for (long i = 0; i < chunks; i++) push_best[i] = settle_best[i] = 1e9;
  uint32_t digest = 0;
  for (int round = 0; round < rounds; round++) {
    for (long i = 0; i < chunks; i++) {
      const long first = i * w[CHUNK], end = first + w[CHUNK] < w[HIGH] ? first + w[CHUNK] : w[HIGH];
      const double t = now();
      push(first, end);
      const double took = now() - t;
      if (took < push_best[i]) push_best[i] = took;
    }
    for (long i = 0; i < chunks; i++) {
      const long first = i * w[CHUNK], end = first + w[CHUNK] < w[HIGH] ? first + w[CHUNK] : w[HIGH];
      const double t = now();
      settle(first, end, 1);
      const double took = now() - t;
      if (took < settle_best[i]) settle_best[i] = took;
    }
  }
  for (long s = 0; s < w[HIGH]; s++) digest = mix(digest + (uint32_t)I(BACK)[s]);
  double pushed = 0, settled = 0;
  for (long i = 0; i < chunks; i++) {
    pushed += push_best[i];
    settled += settle_best[i];
  }
  printf("{\"push\":%.6f,\"settle\":%.6f,\"digest\":%u,\"booked\":%ld}\n", pushed, settled, digest, (long)books[1]);
  return 0;
}
