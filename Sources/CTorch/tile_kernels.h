// The inner loops of matrix_units.h and of what is built on them: a block of 32 x 32 sums in four tiles.
//
// Tiles 0 to 3 hold the sums, 4 and 5 two blocks of 16 rows of the left side, 6 and 7 two blocks of 16 columns of the right.
//
// Where there are no matrix units, the sums stand in memory that a core keeps nearest, and vectors of float32 multiply: the
// instruction for products of bfloat16 vectors is half as fast on the processors that were measured (docs/design/025).
#pragma once

#include "matrix_units.h"
#include "vector.h"

#if CT_MATRIX_UNITS

namespace ctorch {

constexpr int64_t kWideDepth = 256 + 16;  // of the left side at once; no power of two, whose rows would meet in one set

/// What stands for the tiles where there are none: the sums [32, 32], and 32 rows of the left side as float32.
struct VectorTiles {
  alignas(64) float sums[1024];
  alignas(64) float wide[32 * kWideDepth];
};

/// The thread's own between configure_tiles() and release_tiles(); null on the matrix units.
extern __thread VectorTiles *vector_tiles;

VectorTiles *own_vector_tiles();
void accumulate_vectors(VectorTiles &tiles, const uint16_t *left, int64_t stride, const uint16_t *panel, int64_t blocks);

/// Sets all eight tiles to 16 rows of 64 bytes. Each thread does so before its first product.
CT_AMX_INLINE void configure_tiles() {
  vector_tiles = has_matrix_units() ? nullptr : own_vector_tiles();
  if (vector_tiles != nullptr) return;
  struct __attribute__((packed)) {
    uint8_t palette = 1, start = 0, reserved[14] = {};
    uint16_t width[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
  } configuration;
  _tile_loadconfig(&configuration);
}

CT_AMX_INLINE void release_tiles() {
  if (vector_tiles == nullptr) _tile_release();
}

CT_AMX_INLINE void zero_sums() {
  if (VectorTiles *tiles = vector_tiles) {
    std::memset(tiles->sums, 0, sizeof tiles->sums);
    return;
  }
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
}

CT_AMX_INLINE void load_sums(const float *from, int64_t stride = 32) {
  if (VectorTiles *tiles = vector_tiles) {
    for (int64_t r = 0; r < 32; r++) std::memcpy(tiles->sums + r * 32, from + r * stride, 128);
    return;
  }
  _tile_loadd(0, from, stride * 4);
  _tile_loadd(1, from + 16, stride * 4);
  _tile_loadd(2, from + 16 * stride, stride * 4);
  _tile_loadd(3, from + 16 * stride + 16, stride * 4);
}

CT_AMX_INLINE void store_sums(float *to, int64_t stride = 32) {
  if (const VectorTiles *tiles = vector_tiles) {
    for (int64_t r = 0; r < 32; r++) std::memcpy(to + r * stride, tiles->sums + r * 32, 128);
    return;
  }
  _tile_stored(0, to, stride * 4);
  _tile_stored(1, to + 16, stride * 4);
  _tile_stored(2, to + 16 * stride, stride * 4);
  _tile_stored(3, to + 16 * stride + 16, stride * 4);
}

/// Adds left [32, 32 blocks] (rows `stride` apart) times a packed panel.
CT_AMX_INLINE void accumulate(const uint16_t *left, int64_t stride, const uint16_t *panel, int64_t blocks) {
  if (vector_tiles != nullptr) return accumulate_vectors(*vector_tiles, left, stride, panel, blocks);
  const uint16_t *low = left + 16 * stride;
  for (int64_t b = 0; b < blocks; b++) {
    _tile_loadd(4, left + b * 32, stride * 2);
    _tile_loadd(6, panel + b * 1024, 64);
    _tile_loadd(7, panel + b * 1024 + 512, 64);
    _tile_loadd(5, low + b * 32, stride * 2);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
}

CT_AMX_INLINE __m256i narrow16(__m512 x) { return (__m256i)_mm512_cvtneps_pbh(x); }

CT_AMX_INLINE __m512 widen16(const uint16_t *from) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(
      _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i *>(from))), 16));
}

/// e^x, relative error below 4e-7: 2^n times a polynomial in the rest, at most 1/2 (Taylor).
/// Below -104 it is e^-104, which bfloat16 has no number for; NaN stays NaN.
CT_AMX_INLINE __m512 exp16(__m512 x) {
  x = _mm512_max_ps(_mm512_set1_ps(-104), x);
  const __m512 scaled = _mm512_mul_ps(x, _mm512_set1_ps(1.44269504088896341f));
  const __m512 n = _mm512_roundscale_ps(scaled, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 r = _mm512_sub_ps(scaled, n);
  __m512 p = _mm512_set1_ps(1.5403530e-4f);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.33335581e-3f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(9.61812911e-3f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(5.55041087e-2f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(2.40226507e-1f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(6.93147181e-1f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1));
  return _mm512_scalef_ps(p, n);
}

/// Rounds a tile of 32 x 32 sums to bfloat16 rows.
CT_AMX_INLINE void put_bfloat16(const float *tile, int64_t rows, int64_t columns, uint16_t *to, int64_t stride) {
  if (columns == 32) {
    for (int64_t r = 0; r < rows; r++) {
      const __m512i both = (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(tile + r * 32 + 16), _mm512_loadu_ps(tile + r * 32));
      _mm512_storeu_si512(to + r * stride, both);
    }
    return;
  }
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < columns; c++) to[r * stride + c] = to_bfloat16(tile[r * 32 + c]);
  }
}

/// Writes a tile of 32 x 32 sums, or adds it.
CT_AMX_INLINE void put_float(const float *tile, int64_t rows, int64_t columns, float *to, int64_t stride, bool add) {
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t half = 0; half < columns; half += 16) {
      const __mmask16 mask = columns - half >= 16 ? 0xffff : static_cast<__mmask16>((1 << (columns - half)) - 1);
      float *at = to + r * stride + half;
      __m512 value = _mm512_loadu_ps(tile + r * 32 + half);
      if (add) value = _mm512_add_ps(value, _mm512_maskz_loadu_ps(mask, at));
      _mm512_mask_storeu_ps(at, mask, value);
    }
  }
}

/// Sixteen rows of sixteen words, turned.
CT_AMX_INLINE void turn(const __m512i rows[16], __m512i out[16]) {
  __m512i a[16], b[16];
  for (int i = 0; i < 16; i += 2) {
    a[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
    a[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    b[i] = _mm512_unpacklo_epi64(a[i], a[i + 2]);
    b[i + 1] = _mm512_unpackhi_epi64(a[i], a[i + 2]);
    b[i + 2] = _mm512_unpacklo_epi64(a[i + 1], a[i + 3]);
    b[i + 3] = _mm512_unpackhi_epi64(a[i + 1], a[i + 3]);
  }
  for (int i = 0; i < 16; i += 8) {
    for (int j = 0; j < 4; j++) {
      a[i + j] = _mm512_shuffle_i32x4(b[i + j], b[i + j + 4], 0x88);
      a[i + j + 4] = _mm512_shuffle_i32x4(b[i + j], b[i + j + 4], 0xdd);
    }
  }
  for (int j = 0; j < 8; j++) {
    out[j] = _mm512_shuffle_i32x4(a[j], a[j + 8], 0x88);
    out[j + 8] = _mm512_shuffle_i32x4(a[j], a[j + 8], 0xdd);
  }
}

/// Packs up to 32 rows of `from` as the columns of a panel: [columns, depth] -> tiles.
CT_AMX static inline void pack_rows_panel(const uint16_t *from, int64_t stride, int64_t columns, int64_t depth,
                                          uint16_t *to) {
  for (int64_t b = 0; b * 32 < depth; b++) {
    const int64_t inside = std::min<int64_t>(32, depth - b * 32);
    const __mmask32 mask = inside == 32 ? 0xffffffffu : (1u << inside) - 1;
    for (int64_t half = 0; half < 2; half++) {
      __m512i rows[16], turned[16];
      for (int64_t c = 0; c < 16; c++) {
        const int64_t column = half * 16 + c;
        rows[c] = column < columns ? _mm512_maskz_loadu_epi16(mask, from + column * stride + b * 32)
                                   : _mm512_setzero_si512();
      }
      turn(rows, turned);
      for (int64_t k = 0; k < 16; k++) _mm512_storeu_si512(to + b * 1024 + half * 512 + k * 32, turned[k]);
    }
  }
}

/// Packs up to 32 columns of rows as they stand: [depth, columns] -> tiles.
CT_AMX static inline void pack_plain_panel(const uint16_t *from, int64_t stride, int64_t columns, int64_t depth,
                                           uint16_t *to) {
  const __mmask32 mask = columns >= 32 ? 0xffffffffu : (1u << columns) - 1;
  const __m512i low = _mm512_set_epi16(47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37, 5,
                                       36, 4, 35, 3, 34, 2, 33, 1, 32, 0);
  const __m512i high = _mm512_set_epi16(63, 31, 62, 30, 61, 29, 60, 28, 59, 27, 58, 26, 57, 25, 56, 24, 55, 23, 54, 22,
                                        53, 21, 52, 20, 51, 19, 50, 18, 49, 17, 48, 16);
  const int64_t padded = (depth + 31) / 32 * 32;
  for (int64_t k = 0; k < padded; k += 2) {
    const __m512i a = k < depth ? _mm512_maskz_loadu_epi16(mask, from + k * stride) : _mm512_setzero_si512();
    const __m512i b = k + 1 < depth ? _mm512_maskz_loadu_epi16(mask, from + (k + 1) * stride) : _mm512_setzero_si512();
    uint16_t *at = to + (k / 32) * 1024 + (k % 32) / 2 * 32;
    _mm512_storeu_si512(at, _mm512_permutex2var_epi16(a, low, b));
    _mm512_storeu_si512(at + 512, _mm512_permutex2var_epi16(a, high, b));
  }
}

}  // namespace ctorch

#endif
