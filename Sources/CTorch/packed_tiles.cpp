// The order of weights and rows, and the kernels: see packed_tiles.h.
#include "packed_tiles.h"

#include <ATen/ops/empty.h>

#include "tile_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define CT_AVX512_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma")))
#endif

namespace ctorch {

/// The output that stands at column `c` of panel `p`; gated weights alternate gate and up panel by panel.
int64_t output_at(const ct_packed &packed, int64_t p, int64_t c) {
  if (!packed.gated) return p * kWidth + c;
  const int64_t within = (p / 2) * kWidth + c;
  const int64_t half = packed.outputs / 2;
  return within < half ? (p % 2) * half + within : packed.outputs;
}

namespace {

template <typename Element>
void fill(const ct_packed &packed, const Element *weight, Element *to) {
  const int64_t group = packed.bfloat16 ? 2 : 1;
  parallel(packed.panels, 8, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      Element *panel = to + p * packed.steps * kWidth * group;
      for (int64_t c = 0; c < kWidth; c++) {
        const int64_t row = output_at(packed, p, c);
        for (int64_t s = 0; s < packed.steps; s++) {
          for (int64_t g = 0; g < group; g++) {
            const int64_t k = s * group + g;
            const bool inside = row < packed.outputs && k < packed.inputs;
            panel[(s * kWidth + c) * group + g] = inside ? weight[row * packed.inputs + k] : Element(0);
          }
        }
      }
    }
  });
}

/// Sixteen words of sixteen rows, turned: row r's word s goes to place s * 16 + r.
#if defined(__x86_64__)
CT_AVX512 inline void transpose(__m512i rows[16], uint32_t *to) {
  __m512i pairs[16], fours[16], eights[16];
  for (int i = 0; i < 16; i += 2) {
    pairs[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    fours[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
    fours[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
    fours[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
    fours[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
  }
  for (int i = 0; i < 16; i += 8) {
    for (int j = 0; j < 4; j++) {
      eights[i + j] = _mm512_shuffle_i32x4(fours[i + j], fours[i + j + 4], 0x88);
      eights[i + j + 4] = _mm512_shuffle_i32x4(fours[i + j], fours[i + j + 4], 0xdd);
    }
  }
  for (int j = 0; j < 8; j++) {
    // After the two shuffles, group j holds word (j % 4) + 4 * (j / 4) and the one 8 further.
    _mm512_storeu_si512(to + j * kWidth, _mm512_shuffle_i32x4(eights[j], eights[j + 8], 0x88));
    _mm512_storeu_si512(to + (j + 8) * kWidth, _mm512_shuffle_i32x4(eights[j], eights[j + 8], 0xdd));
  }
}

/// Steps begin ..< end of up to 16 rows at `x`, for a whole number of 16 steps.
CT_AVX512_BF16 void reorder_steps(bool bfloat16, const float *x, int64_t inputs, int64_t rows, int64_t begin,
                                  int64_t end, uint32_t *to) {
  for (int64_t s = begin; s < end; s += 16) {
    __m512i words[16];
    for (int64_t r = 0; r < 16; r++) {
      const float *from = x + r * inputs + (bfloat16 ? 2 * s : s);
      if (r >= rows) {
        words[r] = _mm512_setzero_si512();
      } else if (bfloat16) {
        words[r] = (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(from + 16), _mm512_loadu_ps(from));
      } else {
        words[r] = _mm512_loadu_si512(from);
      }
    }
    transpose(words, to + s * kWidth);
  }
}

/// Steps of 16 words, each two bfloat16, in their own place as steps of 16 float32 for the first and 16 for the second.
CT_AVX512 void widen_steps(uint32_t *block, int64_t steps) {
  const __m512i upper = _mm512_set1_epi32(static_cast<int>(0xffff0000u));
  for (int64_t s = steps - 1; s >= 0; s--) {
    const __m512i words = _mm512_loadu_si512(block + s * kWidth);
    _mm512_storeu_si512(block + 2 * s * kWidth, _mm512_slli_epi32(words, 16));
    _mm512_storeu_si512(block + (2 * s + 1) * kWidth, _mm512_and_si512(words, upper));
  }
}
#endif

}  // namespace

void fill_panels(ct_packed &packed, const at::Tensor &weight) {
  packed.data = at::empty({packed.panels * packed.steps * kStepBytes}, at::kByte);
  void *to = packed.data.mutable_data_ptr();
  if (packed.bfloat16) {
    fill(packed, static_cast<const uint16_t *>(weight.const_data_ptr()), static_cast<uint16_t *>(to));
  } else {
    fill(packed, weight.const_data_ptr<float>(), static_cast<float *>(to));
  }
}

void reorder_rows(const ct_packed &packed, const float *x, int64_t rows, float *reordered) {
  uint32_t *to = reinterpret_cast<uint32_t *>(reordered);
  const int64_t blocks = (rows + kWidth - 1) / kWidth;
  parallel(blocks, 4, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; b++) {
      uint32_t *block = to + b * reordered_size(packed);
      const float *from = x + b * kWidth * packed.inputs;
      const int64_t here = std::min(kWidth, rows - b * kWidth);
      int64_t done = 0;
#if defined(__x86_64__)
      // Whole groups of 16 steps; an odd input leaves half a word, which the loop below pads.
      done = (packed.bfloat16 ? packed.inputs / 2 : packed.inputs) / 16 * 16;
      reorder_steps(packed.bfloat16, from, packed.inputs, here, 0, done, block);
#endif
      for (int64_t r = 0; r < here; r++) {
        const float *row = from + r * packed.inputs;
        for (int64_t s = done; s < packed.steps; s++) {
          if (packed.bfloat16) {
            const uint32_t low = to_bfloat16(row[2 * s]);
            const uint32_t high = 2 * s + 1 < packed.inputs ? to_bfloat16(row[2 * s + 1]) : 0;
            block[s * kWidth + r] = low | high << 16;
          } else {
            std::memcpy(&block[s * kWidth + r], &row[s], 4);
          }
        }
      }
#if defined(__x86_64__)
      if (packed.bfloat16) widen_steps(block, packed.steps);
#endif
    }
  });
}

#if defined(__x86_64__)
namespace {

/// `Rows` rows by 16 outputs: rows reordered at `x`, one panel at `w`; writes 16 floats a row at `to`. Products are of
/// float32, of which a bfloat16 is the upper half: the instruction for pairs of bfloat16 is half as fast on the processors
/// that were measured (docs/design/025).
template <int Rows>
CT_AVX512 void tile_bfloat16(const float *x, const uint8_t *w, int64_t steps, float *to) {
  __m512 sums[Rows];
  for (int r = 0; r < Rows; r++) sums[r] = _mm512_setzero_ps();
  const __m512i upper = _mm512_set1_epi32(static_cast<int>(0xffff0000u));
  for (int64_t s = 0; s < steps; s++) {
    const __m512i pairs = _mm512_loadu_si512(w + s * 64);
    _mm_prefetch(reinterpret_cast<const char *>(w + s * 64 + 2048), _MM_HINT_T0);
    const __m512 even = _mm512_castsi512_ps(_mm512_slli_epi32(pairs, 16));
    const __m512 odd = _mm512_castsi512_ps(_mm512_and_si512(pairs, upper));
#pragma clang loop unroll(full)
    for (int r = 0; r < Rows; r++) {
      sums[r] = _mm512_fmadd_ps(_mm512_set1_ps(x[2 * s * kWidth + r]), even, sums[r]);
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < Rows; r++) {
      sums[r] = _mm512_fmadd_ps(_mm512_set1_ps(x[(2 * s + 1) * kWidth + r]), odd, sums[r]);
    }
  }
  for (int r = 0; r < Rows; r++) _mm512_storeu_ps(to + r * kWidth, sums[r]);
}

template <int Rows>
CT_AVX512 void tile_float32(const float *x, const uint8_t *w, int64_t steps, float *to) {
  __m512 sums[Rows];
  for (int r = 0; r < Rows; r++) sums[r] = _mm512_setzero_ps();
  for (int64_t s = 0; s < steps; s++) {
    const __m512 weights = _mm512_loadu_ps(reinterpret_cast<const float *>(w + s * 64));
    _mm_prefetch(reinterpret_cast<const char *>(w + s * 64 + 2048), _MM_HINT_T0);
#pragma clang loop unroll(full)
    for (int r = 0; r < Rows; r++) {
      sums[r] = _mm512_fmadd_ps(_mm512_set1_ps(x[s * kWidth + r]), weights, sums[r]);
    }
  }
  for (int r = 0; r < Rows; r++) _mm512_storeu_ps(to + r * kWidth, sums[r]);
}

template <int... Rows>
Tile tile_for(bool bfloat16, int64_t rows, std::integer_sequence<int, Rows...>) {
  static constexpr Tile bf16[] = {tile_bfloat16<Rows + 1>...};
  static constexpr Tile f32[] = {tile_float32<Rows + 1>...};
  return bfloat16 ? bf16[rows - 1] : f32[rows - 1];
}

}  // namespace

Tile tile_for(const ct_packed &packed, int64_t rows) {
  return tile_for(packed.bfloat16, rows, std::make_integer_sequence<int, 16>());
}
#else
Tile tile_for(const ct_packed &, int64_t) { return nullptr; }
#endif

#if CT_MATRIX_UNITS
CT_AMX_BEGIN
void narrow_rows(const ct_packed &packed, const float *x, int64_t rows, uint16_t *to, int64_t stride) {
  const int64_t padded = packed.steps * 2, tallest = (rows + 31) / 32 * 32;
  parallel(tallest, 32, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; r++) {
      uint16_t *line = to + r * stride;
      if (r >= rows) {
        std::memset(line, 0, static_cast<size_t>(padded) * 2);
        continue;
      }
      const float *from = x + r * packed.inputs;
      for (int64_t k = 0; k < padded; k += 16) {
        const int64_t left = std::max<int64_t>(0, std::min<int64_t>(16, packed.inputs - k));
        const __m512 values = _mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << left) - 1), from + k);
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(line + k), narrow16(values));
      }
    }
  });
}
CT_AMX_END

CT_AMX void begin_tiles() { configure_tiles(); }
CT_AMX void end_tiles() { release_tiles(); }

namespace {

constexpr int64_t kAhead = 4096;  // bytes of a panel that are fetched before they are needed

template <bool Tall, bool Wide>
CT_AMX void block_of(const uint16_t *x, int64_t stride, const uint8_t *first, const uint8_t *second, int64_t steps,
                     bool fetch, float *to) {
  zero_sums();
  for (int64_t s = 0; s < steps; s += 16) {
    const uint8_t *left = first + s * 64, *right = second + s * 64;
    if (fetch) {
#pragma clang loop unroll(full)
      for (int64_t line = 0; line < 16; line++) {
        _mm_prefetch(reinterpret_cast<const char *>(left + kAhead + line * 64), _MM_HINT_T0);
        if (Wide) _mm_prefetch(reinterpret_cast<const char *>(right + kAhead + line * 64), _MM_HINT_T0);
      }
    }
    _tile_loadd(4, x + s * 2, stride * 2);
    _tile_loadd(6, left, 64);
    if (Tall) _tile_loadd(5, x + 16 * stride + s * 2, stride * 2);
    _tile_dpbf16ps(0, 4, 6);
    if (Wide) _tile_loadd(7, right, 64);
    if (Wide) _tile_dpbf16ps(1, 4, 7);
    if (Tall) _tile_dpbf16ps(2, 5, 6);
    if (Tall && Wide) _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, to, 64);
  if (Wide) _tile_stored(1, to + 256, 64);
  if (Tall) _tile_stored(2, to + 512, 64);
  if (Tall && Wide) _tile_stored(3, to + 768, 64);
}

}  // namespace

void multiply_block(const uint16_t *x, int64_t stride, int64_t rows, const uint8_t *first, const uint8_t *second,
                    int64_t steps, bool fetch, float *to) {
  if (rows > kWidth) {
    if (second != nullptr) return block_of<true, true>(x, stride, first, second, steps, fetch, to);
    return block_of<true, false>(x, stride, first, first, steps, fetch, to);
  }
  if (second != nullptr) return block_of<false, true>(x, stride, first, second, steps, fetch, to);
  block_of<false, false>(x, stride, first, first, steps, fetch, to);
}
#else
void narrow_rows(const ct_packed &, const float *, int64_t, uint16_t *, int64_t) {}
void begin_tiles() {}
void end_tiles() {}
void multiply_block(const uint16_t *, int64_t, int64_t, const uint8_t *, const uint8_t *, int64_t, bool, float *) {}
#endif

bool has_avx512() {
#if defined(__x86_64__)
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return has;
#else
  return false;
#endif
}

bool has_avx512_bfloat16() {
#if defined(__x86_64__)
  return has_avx512() && __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

}  // namespace ctorch
