// Processor time of each training kernel alone, at the shapes of one step: training_kernels.sh [gemma|smollm2].
// One thread; the best of five runs. The kernels know nothing of libtorch, so this builds in seconds.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "tile_kernels.h"
#include "training_attention.h"
#include "training_head.h"
#include "training_rows.h"

namespace ctorch {
int64_t team_size() { return 1; }
void parallel(int64_t count, int64_t, const std::function<void(int64_t, int64_t)> &body) {
  if (count > 0) body(0, count);
}
bool has_avx512_bfloat16() { return true; }
}  // namespace ctorch

using namespace ctorch;

static double now() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static std::mt19937 generator(1);

static uint16_t *halves(size_t count) {
  auto *data = static_cast<uint16_t *>(std::aligned_alloc(64, (count * 2 + 63) / 64 * 64));
  std::normal_distribution<float> draw(0, 0.1f);
  for (size_t i = 0; i < count; i++) data[i] = to_bfloat16(draw(generator));
  return data;
}

static float *floats(size_t count) {
  auto *data = static_cast<float *>(std::aligned_alloc(64, (count * 4 + 63) / 64 * 64));
  std::normal_distribution<float> draw(0, 0.1f);
  for (size_t i = 0; i < count; i++) data[i] = draw(generator);
  return data;
}

/// Seconds of the best of five runs after a first one; added to `total`, and printed with the rate where `work` is given.
template <typename Body>
static double timed(const std::string &name, double work, double &total, const Body &body) {
  body();
  double best = 1e9;
  for (int i = 0; i < 5; i++) {
    const double start = now();
    body();
    best = std::min(best, now() - start);
  }
  total += best;
  if (work > 0) {
    std::printf("  %-24s %8.2f ms  %.2f T/s\n", name.c_str(), best * 1e3, work / best / 1e12);
  } else {
    std::printf("  %-24s %8.2f ms\n", name.c_str(), best * 1e3);
  }
  return best;
}

/// One instruction over sixteen registers: for pairs of bfloat16, or for float32.
template <bool Pairs>
CT_AMX static float instructions(int64_t repeats, float from) {
  __m512 sums[16];
  for (int i = 0; i < 16; i++) sums[i] = _mm512_set1_ps(from * i);
  const __m512 a = _mm512_set1_ps(from), b = _mm512_set1_ps(from);
  for (int64_t k = 0; k < repeats; k++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      sums[i] = Pairs ? _mm512_dpbf16_ps(sums[i], (__m512bh)a, (__m512bh)b) : _mm512_fmadd_ps(sums[i], a, b);
    }
  }
  float total = 0;
  for (int i = 0; i < 16; i++) total += _mm512_reduce_add_ps(sums[i]);
  return total;
}

/// Products of tiles that stay in the nearest cache: what the units, or the vectors in their place, can do.
CT_AMX static void units(const uint16_t *left, const uint16_t *panel, float *to, int64_t repeats) {
  configure_tiles();
  zero_sums();
  for (int64_t i = 0; i < repeats; i++) accumulate(left, 256, panel, 8);
  store_sums(to);
  release_tiles();
}

int main(int count, char **arguments) {
  if (!has_tile_kernels() || !__builtin_cpu_supports("avx512bf16")) return std::puts("no AVX-512 BF16"), 1;
  const bool small = count > 1 && std::strcmp(arguments[1], "smollm2") == 0;
  const int64_t width = small ? 576 : 640, hidden = small ? 1536 : 2048, heads = small ? 9 : 4, shared = small ? 3 : 1;
  const int64_t head_width = small ? 64 : 256, tokens = small ? 49152 : 262144, layers = small ? 30 : 18, rank = 16;
  std::vector<int64_t> segments, positions;
  int64_t scored = 0;
  for (int64_t pair = 0; pair < 4; pair++) {
    const int64_t start = positions.size(), lengths[3] = {41, 55 + 5 * pair, 85 + 7 * pair};
    scored += lengths[1] + lengths[2];
    for (int part = 0; part < 3; part++) {
      segments.insert(segments.end(), {static_cast<int64_t>(positions.size()), lengths[part], start, part ? 41 : 0});
      for (int64_t i = 0; i < lengths[part]; i++) positions.push_back((part ? 41 : 0) + i);
    }
  }
  const int64_t rows = positions.size(), all = (heads + 2 * shared) * head_width;
  std::printf("%s: 4 pairs, %ld tokens, %ld of them scored; one thread\n", small ? "smollm2" : "gemma", rows, scored);
  double ignored = 0;
  {
    const uint16_t *left = halves(32 * 256), *panel = halves(256 * 32);
    float *to = floats(1024);
    volatile float kept = 1e-3f;
    timed("instruction for pairs", 64.0 * 16 * 2000000, ignored, [&] { kept = instructions<true>(2000000, kept); });
    timed("float32 multiply-add", 32.0 * 16 * 2000000, ignored, [&] { kept = instructions<false>(2000000, kept); });
    timed(has_matrix_units() ? "matrix units" : "vectors as tiles", 2.0 * 32 * 32 * 256 * 100000, ignored, [&] { units(left, panel, to, 100000); });
  }

  const Sight sight = make_sight(segments.data(), segments.size() / 4, positions.data(), rows, 512);
  const AttentionShape shape{heads, shared, head_width, 0.06f, false};
  uint16_t *x = halves(rows * 2 * hidden), *y = halves(rows * 2 * hidden), *z = halves(rows * 2 * hidden);
  float *stream = floats(rows * width), *sum = floats(rows * width), *wide = floats(rows * 2 * hidden);
  float *scales = floats(rows * heads), *weight = floats(std::max(width, head_width)), *table = floats(512 * head_width);
  float *parts = floats(rows * all);
  const Rotation rotation{heads, shared, head_width, weight, weight, 1e-6f, table, table, positions.data()};

  double light = 0, attention = 0, large = 0, additions = 0, packing = 0;
  timed("norm", 0, light, [&] { norm_rows(stream, weight, rows, width, 1e-6f, x, scales); });
  timed("norm, added", 0, light, [&] { norm_add_rows(x, weight, rows, width, 1e-6f, stream, sum, scales); });
  timed("norm, backward", 0, light, [&] { norm_rows_backward(stream, wide, weight, scales, rows, width, sum); });
  timed("norm, added, backward", 0, light, [&] { norm_add_rows_backward(stream, x, weight, scales, rows, width, y); });
  timed("gate", 0, light, [&] { gate_rows(x, rows, hidden, 1, y); });
  timed("gate, backward", 0, light, [&] { gate_rows_backward(y, x, rows, hidden, 1, z); });
  timed("positions", 0, light, [&] { rotate_rows(x, rows, rotation, y); });
  timed("positions, backward", 0, light, [&] { rotate_rows_backward(parts, x, rows, rotation, z); });
  timed("attention", 0, attention, [&] { attend(y, x, sight, shape, z, scales); });
  timed("attention, backward", 0, attention, [&] { attend_backward(z, z, y, x, scales, sight, shape, parts); });

  const struct {
    const char *name;
    int64_t in, out;
  } kinds[] = {{"q, k, v", width, all}, {"o", heads * head_width, width}, {"gate, up", width, 2 * hidden}, {"down", hidden, width}};
  for (const auto &kind : kinds) {
    const std::string name = kind.name;
    const double work = 2.0 * rows * kind.in * kind.out;
    Panels forward, backward, down, up, up_back, down_back;
    const uint16_t *weights = halves(kind.in * kind.out);
    forward.reserve(kind.in, kind.out);
    pack_rows(forward, weights, kind.in);
    backward.reserve(kind.out, kind.in);
    pack_plain(backward, weights, kind.in);
    float *a = floats(rank * kind.in), *b = floats(kind.out * rank);
    down.reserve(kind.in, 32);
    up.reserve(32, kind.out);
    up_back.reserve(kind.out, 32);
    down_back.reserve(32, kind.in);
    timed(name + ": packing", 0, packing, [&] {
      pack_rows(down, a, kind.in, 1, kind.in, rank);
      pack_rows(up, b, rank, 1, rank, kind.out);
      pack_plain(up_back, b, rank, 1, kind.out, rank);
      pack_plain(down_back, a, kind.in, 1, rank, kind.in);
    });
    uint16_t *low = halves(rows * 32);
    timed(name + ": forward", work, large, [&] {
      multiply({x, kind.in}, rows, forward, {{{low, 32}, &up, 0}}, {Sink::kBFloat16, y, kind.out});
    });
    timed(name + ": backward", work, large, [&] {
      multiply({y, kind.out}, rows, backward, {{{low, 32}, &down_back, 0}}, {Sink::kFloat, wide, kind.in});
    });
    timed(name + ": adapters", 0, additions, [&] {
      multiply({x, kind.in}, rows, down, {}, {Sink::kBFloat16, low, 32});
      multiply({y, kind.out}, rows, up_back, {}, {Sink::kBFloat16, low, 32});
      multiply_transposed({low, 32}, rank, {x, kind.in}, kind.in, rows, a, kind.in, false);
      multiply_transposed({low, 32}, rank, {y, kind.out}, kind.out, rows, b, rank, true);
    });
  }
  double head_time = 0;
  {
    const uint16_t *vectors = halves(tokens * width), *h = halves(scored * width);
    std::vector<int64_t> targets(scored);
    for (auto &target : targets) target = generator() % tokens;
    Head head;
    pack_head(head, vectors, tokens, width);
    std::vector<double> logs(scored), entropies(scored);
    std::vector<uint8_t> correct(scored);
    float *gradients = floats(scored * width);
    timed("head", 4.0 * scored * width * tokens, head_time, [&] {
      score_rows(head, vectors, h, scored, targets.data(), {logs.data(), entropies.data(), correct.data(), gradients});
    });
  }
  const double block = light + attention + large + additions + packing;
  std::printf("a block: %.1f ms (large products %.1f, adapters %.1f, packing %.1f, attention %.1f, norms, gates and positions %.1f)\n",
              block * 1e3, large * 1e3, additions * 1e3, packing * 1e3, attention * 1e3, light * 1e3);
  std::printf("%ld blocks and the head: %.2f s\n", layers, layers * block + head_time);
}
