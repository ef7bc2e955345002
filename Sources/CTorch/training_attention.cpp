#include "training_attention.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <new>

#include "tile_kernels.h"

namespace ctorch {

Sight make_sight(const int64_t *segments, int64_t count, const int64_t *positions, int64_t rows, int64_t window) {
  Sight sight;
  sight.rows = rows;
  for (int64_t s = 0; s < count; s++) {
    const int64_t start = segments[4 * s], length = segments[4 * s + 1];
    if (segments[4 * s + 3] == 0) {
      sight.groups.emplace_back();
      sight.groups.back().start = start;
    }
    sight.groups.back().count = start + length - sight.groups.back().start;
  }
  int64_t s = 0;
  for (Sight::Group &group : sight.groups) {
    group.blocks = (group.count + 31) / 32;
    group.full.assign(group.blocks * 32 * group.blocks, 0);
    group.sliding = group.full;
    for (; s < count && segments[4 * s] < group.start + group.count; s++) {
      const int64_t start = segments[4 * s], context = segments[4 * s + 2], before = segments[4 * s + 3];
      const auto look = [&](int64_t query, int64_t key) {
        const int64_t at = (query - group.start) * group.blocks + (key - group.start) / 32;
        const uint32_t bit = 1u << (key - group.start) % 32;
        group.full[at] |= bit;
        if (window == 0 || positions[key] > positions[query] - window) group.sliding[at] |= bit;
      };
      for (int64_t query = start; query < start + segments[4 * s + 1]; query++) {
        for (int64_t key = context; key < context + before; key++) look(query, key);
        for (int64_t key = start; key <= query; key++) look(query, key);
      }
    }
  }
  return sight;
}

#if CT_MATRIX_UNITS

CT_AMX_BEGIN

namespace {

/// Room that grows and is kept, on lines of 64 bytes.
template <typename Element>
class Room {
 public:
  Element *get(int64_t count) {
    if (count > count_) {
      own_.reset(static_cast<Element *>(std::aligned_alloc(64, (count * sizeof(Element) + 127) / 64 * 64)));
      if (!own_) throw std::bad_alloc();
      count_ = count;
    }
    return own_.get();
  }

 private:
  struct Free {
    void operator()(Element *p) const { std::free(p); }
  };
  std::unique_ptr<Element, Free> own_;
  int64_t count_ = 0;
};

/// Copies rows, `stride` apart, to rows side by side, and zeros up to a multiple of 32.
void copy_rows(const uint16_t *from, int64_t stride, int64_t rows, int64_t width, uint16_t *to) {
  for (int64_t r = 0; r < rows; r++) std::memcpy(to + r * width, from + r * stride, width * 2);
  std::memset(to + rows * width, 0, ((rows + 31) / 32 * 32 - rows) * width * 2);
}

/// Rows [padded, width] as the right side with the rows as columns: a panel for each 32 rows.
void turn_rows(const uint16_t *from, int64_t padded, int64_t width, uint16_t *to) {
  for (int64_t r = 0; r < padded; r += 32) pack_rows_panel(from + r * width, width, 32, width, to + r * width);
}

/// Rows [padded, width] as the right side as they stand: a panel for each 32 columns.
void lay_rows(const uint16_t *from, int64_t padded, int64_t width, uint16_t *to) {
  for (int64_t c = 0; c < width; c += 32) pack_plain_panel(from + c, width, 32, padded, to + c * padded);
}

const uint32_t *sight_of(const Sight::Group &group, bool slides) {
  return slides ? group.sliding.data() : group.full.data();
}

/// Whether any of 32 tokens from `query` sees any of a block.
bool any(const uint32_t *bits, int64_t blocks, int64_t query, int64_t block) {
  uint32_t all = 0;
  for (int64_t i = 0; i < 32; i++) all |= bits[(query + i) * blocks + block];
  return all != 0;
}

/// One key/value head of one group, forward.
void attend_group(const uint16_t *turned, const uint16_t *qkv, const Sight &sight, const Sight::Group &group,
                  const AttentionShape &n, int64_t g, uint16_t *to, float *log_sums) {
  static thread_local Room<uint16_t> keys_room, values_room, copy_room, queries_room, weights_room;
  static thread_local Room<float> scores_room;
  const int64_t padded = group.blocks * 32, width = n.width, rows = sight.rows;
  const int64_t stride = (n.heads + 2 * n.shared) * width, each = n.heads / n.shared;
  uint16_t *copy = copy_room.get(padded * width), *keys = keys_room.get(padded * width);
  uint16_t *values = values_room.get(padded * width), *queries = queries_room.get(padded * width);
  uint16_t *weights = weights_room.get(32 * padded);
  float *scores = scores_room.get(32 * padded + 1024);
  float *tile = scores + 32 * padded;
  const uint32_t *bits = sight_of(group, n.slides);
  copy_rows(turned + ((n.heads + g) * rows + group.start) * width, width, group.count, width, copy);
  turn_rows(copy, padded, width, keys);
  copy_rows(qkv + group.start * stride + (n.heads + n.shared + g) * width, stride, group.count, width, copy);
  lay_rows(copy, padded, width, values);
  for (int64_t h = g * each; h < (g + 1) * each; h++) {
    copy_rows(turned + (h * rows + group.start) * width, width, group.count, width, queries);
    for (int64_t q = 0; q < padded; q += 32) {
      const int64_t here = std::min<int64_t>(32, group.count - q);
      int64_t seen[1 << 10], count = 0;
      for (int64_t b = 0; b < group.blocks; b++) {
        if (any(bits, group.blocks, q, b)) seen[count++] = b;
      }
      for (int64_t i = 0; i < count; i++) {
        zero_sums();
        accumulate(queries + q * width, width, keys + seen[i] * 32 * width, width / 32);
        store_sums(scores + i * 32, padded);
      }
      float inverse[32];
      for (int64_t r = 0; r < 32; r++) {
        float *row = scores + r * padded;
        uint16_t *out = weights + r * padded;
        if (r >= here) {
          std::memset(out, 0, count * 64);
          continue;
        }
        const uint32_t *sees = bits + (q + r) * group.blocks;
        const __m512 scale = _mm512_set1_ps(n.scale), none = _mm512_set1_ps(-INFINITY);
        __m512 tops = none;
        for (int64_t i = 0; i < count; i++) {
          const uint32_t mask = sees[seen[i]];
          for (int64_t half = 0; half < 2; half++) {
            float *at = row + i * 32 + half * 16;
            const __m512 s = _mm512_mask_mul_ps(none, static_cast<__mmask16>(mask >> (16 * half)), _mm512_loadu_ps(at),
                                                scale);
            _mm512_storeu_ps(at, s);
            tops = _mm512_max_ps(tops, s);
          }
        }
        const float top = _mm512_reduce_max_ps(tops);
        __m512 sums = _mm512_setzero_ps();
        for (int64_t i = 0; i < count * 32; i += 16) {
          const __m512 e = exp16(_mm512_sub_ps(_mm512_loadu_ps(row + i), _mm512_set1_ps(top)));
          sums = _mm512_add_ps(sums, e);
          _mm256_storeu_si256(reinterpret_cast<__m256i *>(out + i), narrow16(e));
        }
        const float sum = _mm512_reduce_add_ps(sums);
        inverse[r] = 1 / sum;
        log_sums[h * rows + group.start + q + r] = top + std::log(sum);
      }
      for (int64_t c = 0; c < width; c += 32) {
        zero_sums();
        for (int64_t i = 0; i < count; i++) {
          accumulate(weights + i * 32, padded, values + c * padded + seen[i] * 1024, 1);
        }
        store_sums(tile);
        for (int64_t r = 0; r < here; r++) {
          const __m512 f = _mm512_set1_ps(inverse[r]);
          uint16_t *at = to + ((group.start + q + r) * n.heads + h) * width + c;
          _mm512_storeu_si512(at, (__m512i)_mm512_cvtne2ps_pbh(_mm512_mul_ps(_mm512_load_ps(tile + r * 32 + 16), f),
                                                               _mm512_mul_ps(_mm512_load_ps(tile + r * 32), f)));
        }
      }
    }
  }
}

/// Turns a block of 32 x 32 float32 and rounds it: rows of `to` are `stride` apart.
void turn_block(const float *from, uint16_t *to, int64_t stride) {
  for (int64_t half = 0; half < 2; half++) {
    __m512i rows[16], left[16], right[16];
    for (int64_t r = 0; r < 16; r++) rows[r] = _mm512_loadu_si512(from + r * 32 + half * 16);
    turn(rows, left);
    for (int64_t r = 0; r < 16; r++) rows[r] = _mm512_loadu_si512(from + (16 + r) * 32 + half * 16);
    turn(rows, right);
    for (int64_t r = 0; r < 16; r++) {
      const __m512i both = (__m512i)_mm512_cvtne2ps_pbh(_mm512_castsi512_ps(right[r]), _mm512_castsi512_ps(left[r]));
      _mm512_storeu_si512(to + (half * 16 + r) * stride, both);
    }
  }
}

/// One key/value head of one group, backward. Blocks of scores are computed with the keys as rows.
void attend_group_backward(const uint16_t *gradient, const uint16_t *result, const uint16_t *turned,
                           const uint16_t *qkv, const float *log_sums, const Sight &sight, const Sight::Group &group,
                           const AttentionShape &n, int64_t g, float *to) {
  static thread_local Room<uint16_t> keys_room, laid_keys_room, values_room, query_room, out_room, turned_room;
  static thread_local Room<uint16_t> laid_room, blocks_room, slopes_room;
  static thread_local Room<float> numbers_room;
  const int64_t padded = group.blocks * 32, width = n.width, rows = sight.rows, blocks = group.blocks;
  const int64_t stride = (n.heads + 2 * n.shared) * width, each = n.heads / n.shared, size = padded * width;
  uint16_t *keys = keys_room.get(size), *laid_keys = laid_keys_room.get(size), *values = values_room.get(size);
  uint16_t *queries = query_room.get(size), *outs = out_room.get(size);
  uint16_t *turned_queries = turned_room.get(2 * size), *turned_outs = turned_queries + size;
  uint16_t *laid = laid_room.get(2 * each * size), *laid_outs = laid + each * size;
  // Blocks of weights and of slopes, keys as rows: [key block, head, query block].
  const int64_t block_count = blocks * each * blocks;
  uint16_t *weights = blocks_room.get(2 * block_count * 1024), *slopes = weights + block_count * 1024;
  uint16_t *straight = slopes_room.get(32 * padded);
  float *numbers = numbers_room.get(2 * padded + 3 * 1024);
  float *sums = numbers + 1024 * 3, *deltas = sums + padded;
  float *score = numbers, *slope = numbers + 1024, *tile = numbers + 2048;
  std::vector<uint8_t> there(blocks * blocks);
  const uint32_t *bits = sight_of(group, n.slides);
  for (int64_t q = 0; q < blocks; q++) {
    for (int64_t k = 0; k < blocks; k++) there[q * blocks + k] = any(bits, blocks, q * 32, k);
  }
  copy_rows(turned + ((n.heads + g) * rows + group.start) * width, width, group.count, width, keys);
  copy_rows(qkv + group.start * stride + (n.heads + n.shared + g) * width, stride, group.count, width, values);
  lay_rows(keys, padded, width, laid_keys);
  for (int64_t e = 0; e < each; e++) {
    const int64_t h = g * each + e;
    copy_rows(turned + (h * rows + group.start) * width, width, group.count, width, queries);
    copy_rows(gradient + (group.start * n.heads + h) * width, n.heads * width, group.count, width, outs);
    turn_rows(queries, padded, width, turned_queries);
    turn_rows(outs, padded, width, turned_outs);
    lay_rows(queries, padded, width, laid + e * size);
    lay_rows(outs, padded, width, laid_outs + e * size);
    for (int64_t r = 0; r < padded; r++) {
      sums[r] = INFINITY;
      deltas[r] = 0;
      if (r >= group.count) continue;
      sums[r] = log_sums[h * rows + group.start + r];
      const uint16_t *o = result + ((group.start + r) * n.heads + h) * width;
      __m512 products = _mm512_setzero_ps();
      for (int64_t c = 0; c < width; c += 16) {
        products = _mm512_fmadd_ps(widen16(o + c), widen16(outs + r * width + c), products);
      }
      deltas[r] = _mm512_reduce_add_ps(products);
    }
    for (int64_t q = 0; q < blocks; q++) {
      int64_t count = 0;
      for (int64_t k = 0; k < blocks; k++) {
        if (!there[q * blocks + k]) continue;
        zero_sums();
        accumulate(keys + k * 32 * width, width, turned_queries + q * 32 * width, width / 32);
        store_sums(score);
        zero_sums();
        accumulate(values + k * 32 * width, width, turned_outs + q * 32 * width, width / 32);
        store_sums(slope);
        uint16_t *w = weights + ((k * each + e) * blocks + q) * 1024, *s = slopes + ((k * each + e) * blocks + q) * 1024;
        // Bits of the 32 queries, for 16 at a time.
        const __m512i step = _mm512_mullo_epi32(_mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
                                                _mm512_set1_epi32(static_cast<int>(blocks)));
        for (int64_t half = 0; half < 2; half++) {
          const int64_t first = q * 32 + half * 16;
          const __m512i sees = _mm512_i32gather_epi32(step, bits + first * blocks + k, 4);
          const __m512 log_sum = _mm512_loadu_ps(sums + first), delta = _mm512_loadu_ps(deltas + first);
          const __m512 scale = _mm512_set1_ps(n.scale);
          for (int64_t r = 0; r < 32; r++) {
            const __mmask16 mask = _mm512_test_epi32_mask(sees, _mm512_set1_epi32(static_cast<int>(1u << r)));
            const __m512 x = _mm512_loadu_ps(score + r * 32 + half * 16);
            const __m512 p = _mm512_maskz_mov_ps(mask, exp16(_mm512_fmsub_ps(x, scale, log_sum)));
            const __m512 d = _mm512_sub_ps(_mm512_loadu_ps(slope + r * 32 + half * 16), delta);
            const __m512 ds = _mm512_mul_ps(_mm512_mul_ps(p, d), scale);
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(w + r * 32 + half * 16), narrow16(p));
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(s + r * 32 + half * 16), narrow16(ds));
            _mm512_storeu_ps(slope + r * 32 + half * 16, ds);
          }
        }
        turn_block(slope, straight + count * 32, padded);
        count++;
      }
      float *out = to + (h * rows + group.start + q * 32) * width;
      const int64_t here = std::min<int64_t>(32, group.count - q * 32);
      for (int64_t c = 0; c < width; c += 32) {
        zero_sums();
        int64_t i = 0;
        for (int64_t k = 0; k < blocks; k++) {
          if (!there[q * blocks + k]) continue;
          accumulate(straight + i++ * 32, padded, laid_keys + c * padded + k * 1024, 1);
        }
        store_sums(tile);
        put_float(tile, here, 32, out + c, width, false);
      }
    }
  }
  for (int64_t k = 0; k < blocks; k++) {
    const int64_t here = std::min<int64_t>(32, group.count - k * 32);
    for (int64_t part = 0; part < 2; part++) {
      const uint16_t *left = part == 0 ? slopes : weights;
      const uint16_t *right = part == 0 ? laid : laid_outs;
      float *out = to + ((n.heads + part * n.shared + g) * rows + group.start + k * 32) * width;
      for (int64_t c = 0; c < width; c += 32) {
        zero_sums();
        for (int64_t e = 0; e < each; e++) {
          for (int64_t q = 0; q < blocks; q++) {
            if (!there[q * blocks + k]) continue;
            accumulate(left + ((k * each + e) * blocks + q) * 1024, 32, right + e * size + c * padded + q * 1024, 1);
          }
        }
        store_sums(tile);
        put_float(tile, here, 32, out + c, width, false);
      }
    }
  }
}

/// Calls work(group, head) for all of them, the largest groups first, on all threads.
template <typename Work>
void for_each_head(const Sight &sight, int64_t shared, const Work &work) {
  std::vector<int64_t> order(sight.groups.size());
  for (size_t i = 0; i < order.size(); i++) order[i] = static_cast<int64_t>(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return sight.groups[a].count > sight.groups[b].count; });
  std::atomic<int64_t> next{0};
  const int64_t total = static_cast<int64_t>(order.size()) * shared;
  parallel(team_size(), 1, [&](int64_t, int64_t) {
    configure_tiles();
    for (int64_t i = next.fetch_add(1); i < total; i = next.fetch_add(1)) {
      work(sight.groups[order[i / shared]], i % shared);
    }
    release_tiles();
  });
}

}  // namespace

void attend(const uint16_t *turned, const uint16_t *qkv, const Sight &sight, const AttentionShape &shape, uint16_t *to,
            float *log_sums) {
  for_each_head(sight, shape.shared, [&](const Sight::Group &group, int64_t g) {
    attend_group(turned, qkv, sight, group, shape, g, to, log_sums);
  });
}

void attend_backward(const uint16_t *gradient, const uint16_t *result, const uint16_t *turned, const uint16_t *qkv,
                     const float *log_sums, const Sight &sight, const AttentionShape &shape, float *to) {
  for_each_head(sight, shape.shared, [&](const Sight::Group &group, int64_t g) {
    attend_group_backward(gradient, result, turned, qkv, log_sums, sight, group, shape, g, to);
  });
}

CT_AMX_END

#endif

}  // namespace ctorch
