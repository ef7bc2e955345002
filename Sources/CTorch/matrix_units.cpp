#include "matrix_units.h"

#include <atomic>
#include <cstdlib>

#include "tile_kernels.h"
#include "vector.h"

#if CT_MATRIX_UNITS
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace ctorch {

bool has_matrix_units() {
#if CT_MATRIX_UNITS
  static const bool has = [] {
    const char *wish = std::getenv("ISOGLOSS_MATRIX_UNITS");
    if (wish != nullptr && std::strcmp(wish, "off") == 0) return false;
    // Linux keeps the tiles' state only for processes that ask (arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA).
    return has_avx512_bfloat16() && __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16") &&
           syscall(SYS_arch_prctl, 0x1023, 18) == 0;
  }();
  return has;
#else
  return false;
#endif
}

bool has_tile_kernels() {
#if CT_MATRIX_UNITS
  return has_avx512_bfloat16();
#else
  return false;
#endif
}

#if CT_MATRIX_UNITS

__thread VectorTiles *vector_tiles = nullptr;

CT_AMX_BEGIN

VectorTiles *own_vector_tiles() {
  static thread_local VectorTiles tiles;
  return &tiles;
}

namespace {

/// Adds `Rows` rows of `wide` (kWideDepth apart) times a packed panel to sums of rows of 32. On its own, every sum has a
/// register.
template <int Rows>
__attribute__((noinline)) void add_products(const float *wide, const uint16_t *panel, int64_t blocks, float *sums) {
  __m512 low[Rows], high[Rows];
#pragma clang loop unroll(full)
  for (int r = 0; r < Rows; r++) {
    low[r] = _mm512_load_ps(sums + r * 32);
    high[r] = _mm512_load_ps(sums + r * 32 + 16);
  }
  const __m512i upper = _mm512_set1_epi32(static_cast<int>(0xffff0000u));
  for (int64_t b = 0; b < blocks; b++) {
    for (int64_t k = 0; k < 32; k += 2) {
      const __m512i left = _mm512_loadu_si512(panel + b * 1024 + k * 16);
      const __m512i right = _mm512_loadu_si512(panel + b * 1024 + 512 + k * 16);
      // A word holds two bfloat16, and each is the upper half of its float32.
      const __m512 left_even = _mm512_castsi512_ps(_mm512_slli_epi32(left, 16));
      const __m512 right_even = _mm512_castsi512_ps(_mm512_slli_epi32(right, 16));
#pragma clang loop unroll(full)
      for (int r = 0; r < Rows; r++) {
        const __m512 x = _mm512_set1_ps(wide[r * kWideDepth + b * 32 + k]);
        low[r] = _mm512_fmadd_ps(x, left_even, low[r]);
        high[r] = _mm512_fmadd_ps(x, right_even, high[r]);
      }
      const __m512 left_odd = _mm512_castsi512_ps(_mm512_and_si512(left, upper));
      const __m512 right_odd = _mm512_castsi512_ps(_mm512_and_si512(right, upper));
#pragma clang loop unroll(full)
      for (int r = 0; r < Rows; r++) {
        const __m512 x = _mm512_set1_ps(wide[r * kWideDepth + b * 32 + k + 1]);
        low[r] = _mm512_fmadd_ps(x, left_odd, low[r]);
        high[r] = _mm512_fmadd_ps(x, right_odd, high[r]);
      }
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < Rows; r++) {
    _mm512_store_ps(sums + r * 32, low[r]);
    _mm512_store_ps(sums + r * 32 + 16, high[r]);
  }
}

}  // namespace

void accumulate_vectors(VectorTiles &tiles, const uint16_t *left, int64_t stride, const uint16_t *panel, int64_t blocks) {
  constexpr int64_t most = kWideDepth / 32;
  for (int64_t first = 0; first < blocks; first += most) {
    const int64_t here = std::min(most, blocks - first);
    for (int64_t r = 0; r < 32; r++) {
      const uint16_t *from = left + r * stride + first * 32;
      for (int64_t k = 0; k < here * 32; k += 16) _mm512_store_ps(tiles.wide + r * kWideDepth + k, widen16(from + k));
    }
    // As many rows at once as there are registers for their sums.
    add_products<12>(tiles.wide, panel + first * 1024, here, tiles.sums);
    add_products<12>(tiles.wide + 12 * kWideDepth, panel + first * 1024, here, tiles.sums + 12 * 32);
    add_products<8>(tiles.wide + 24 * kWideDepth, panel + first * 1024, here, tiles.sums + 24 * 32);
  }
}

namespace {

template <typename Get>
void fill(Panels &to, int64_t depth, int64_t wide, const Get &get) {
  parallel(to.panels, 4, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      uint16_t *panel = to.data + p * to.blocks * 1024;
      for (int64_t b = 0; b < to.blocks; b++) {
        for (int64_t half = 0; half < 2; half++) {
          uint16_t *tile = panel + b * 1024 + half * 512;
          for (int64_t k = 0; k < 32; k++) {
            for (int64_t c = 0; c < 16; c++) {
              const int64_t inner = b * 32 + k, column = p * 32 + half * 16 + c;
              const bool inside = inner < depth && column < wide;
              tile[(k / 2) * 32 + c * 2 + k % 2] = inside ? get(inner, column) : 0;
            }
          }
        }
      }
    }
  });
}

}  // namespace

void pack_rows(Panels &to, const uint16_t *from, int64_t stride) {
  parallel(to.panels, 4, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      pack_rows_panel(from + p * 32 * stride, stride, std::min<int64_t>(32, to.columns - p * 32), to.depth,
                      to.data + p * to.blocks * 1024);
    }
  });
}

void pack_plain(Panels &to, const uint16_t *from, int64_t stride) {
  parallel(to.panels, 4, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      pack_plain_panel(from + p * 32, stride, std::min<int64_t>(32, to.columns - p * 32), to.depth,
                       to.data + p * to.blocks * 1024);
    }
  });
}

void pack_rows(Panels &to, const float *from, int64_t stride, float scale, int64_t inner, int64_t wide) {
  fill(to, inner, wide, [&](int64_t k, int64_t c) { return to_bfloat16(from[c * stride + k] * scale); });
}

void pack_plain(Panels &to, const float *from, int64_t stride, float scale, int64_t inner, int64_t wide) {
  fill(to, inner, wide, [&](int64_t k, int64_t c) { return to_bfloat16(from[k * stride + c] * scale); });
}

namespace {

constexpr int64_t kLeftBytes = 1500 << 10;  // of the left side, which stay in the second cache
constexpr int64_t kMostRows = 1024;         // at once
constexpr int64_t kSlice = 20;               // blocks of 32 inner indices whose panel stays in the first cache
constexpr int64_t kPanelsAtOnce = 4;        // that a thread takes together

/// One panel of columns for a run of rows: a slice of the inner index at a time, whose part of the panel stays in the first
/// cache. Lines of the panel `next` are fetched meanwhile. `sums` has room for all tiles of the run.
void multiply_panel(const Rows16 &left, int64_t row, int64_t rows, const Panels &right, int64_t p, const Extra *extra,
                    const Sink &sink, const uint16_t *edge, const uint16_t *next, float *sums) {
  const int64_t column = p * 32, columns = std::min<int64_t>(32, right.columns - column);
  const int64_t row_blocks = (rows + 31) / 32, depth = right.blocks * 32, slices = (right.blocks + kSlice - 1) / kSlice;
  const uint16_t *panel = right.panel(p);
  for (int64_t slice = 0; slice < slices; slice++) {
    const int64_t first = right.blocks * slice / slices, end = right.blocks * (slice + 1) / slices;
    const bool last = slice == slices - 1;
    for (int64_t r = 0; r < row_blocks; r++) {
      const int64_t start = row + r * 32, here = std::min<int64_t>(32, rows - r * 32);
      float *tile = sums + r * 1024;
      if (next != nullptr) {
        const int64_t from = first * 32, lines = (end - first) * 32;
        for (int64_t line = from + lines * r / row_blocks; line < from + lines * (r + 1) / row_blocks; line++) {
          _mm_prefetch(reinterpret_cast<const char *>(next + line * 32), _MM_HINT_T1);
        }
      }
      if (slice == 0) {
        zero_sums();
      } else {
        load_sums(tile);
      }
      if (here == 32) {
        accumulate(left.data + start * left.stride + first * 32, left.stride, panel + first * 1024, end - first);
      } else {
        accumulate(edge + first * 32, depth, panel + first * 1024, end - first);
      }
      if (last && extra != nullptr) {
        const uint16_t *b = extra->right->panel((column - extra->first) / 32);
        const uint16_t *a = extra->left.data + start * extra->left.stride;
        if (here == 32) {
          accumulate(a, extra->left.stride, b, extra->right->blocks);
        } else {
          alignas(64) uint16_t piece[32 * 384];
          const int64_t wide = extra->right->blocks * 32;
          std::memset(piece, 0, 64 * wide);
          for (int64_t i = 0; i < here; i++) std::memcpy(piece + i * wide, a + i * extra->left.stride, wide * 2);
          accumulate(piece, wide, b, extra->right->blocks);
        }
      }
      store_sums(tile);
      if (!last) continue;
      if (sink.kind == Sink::kBFloat16) {
        put_bfloat16(tile, here, columns, static_cast<uint16_t *>(sink.data) + start * sink.stride + column,
                     sink.stride);
      } else {
        put_float(tile, here, columns, static_cast<float *>(sink.data) + start * sink.stride + column, sink.stride,
                  sink.kind == Sink::kFloatAdd);
      }
    }
  }
}

}  // namespace

void multiply(const Rows16 &left, int64_t rows, const Panels &right, const std::vector<Extra> &extras,
              const Sink &sink) {
  const int64_t depth = right.blocks * 32;
  const int64_t fitting = std::max<int64_t>(64, kLeftBytes / (2 * depth) / 32 * 32);
  const int64_t at_once = std::min(kMostRows, fitting), chunks = (rows + at_once - 1) / at_once;
  std::vector<const Extra *> extra_of(right.panels, nullptr);
  for (const Extra &extra : extras) {
    for (int64_t p = 0; p < extra.right->panels; p++) extra_of[extra.first / 32 + p] = &extra;
  }
  // The last rows, where they are no multiple of 32, are read from a padded copy.
  const int64_t last = rows / 32 * 32;
  std::vector<uint16_t> padded;
  uint16_t *edge = nullptr;
  if (last < rows) {
    padded.assign(32 * depth + 32, 0);
    edge = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(padded.data()) + 63) & ~uintptr_t{63});
    for (int64_t r = last; r < rows; r++) {
      std::memcpy(edge + (r - last) * depth, left.data + r * left.stride, right.depth * 2);
    }
  }
  const int64_t groups = (right.panels + kPanelsAtOnce - 1) / kPanelsAtOnce, total = chunks * groups;
  std::atomic<int64_t> next{0};
  parallel(team_size(), 1, [&](int64_t, int64_t) {
    alignas(64) static thread_local float sums[kMostRows * 32];
    configure_tiles();
    for (int64_t i = next.fetch_add(1); i < total; i = next.fetch_add(1)) {
      const int64_t row = i / groups * at_once, first = i % groups * kPanelsAtOnce;
      const int64_t end = std::min(right.panels, first + kPanelsAtOnce);
      for (int64_t p = first; p < end; p++) {
        multiply_panel(left, row, std::min(at_once, rows - row), right, p, extra_of[p], sink, edge,
                       p + 1 < end ? right.panel(p + 1) : nullptr, sums);
      }
    }
    release_tiles();
  });
}

void multiply_transposed(const Rows16 &x, int64_t p, const Rows16 &y, int64_t q, int64_t rows, float *sum, int64_t stride,
                         bool turned) {
  // xᵀ as a left side: [p padded to 32, rows padded to 32].
  const int64_t blocks = (rows + 31) / 32, depth = blocks * 32, height = (p + 31) / 32 * 32;
  std::vector<uint16_t> storage(height * depth + 32, 0);
  uint16_t *left = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(storage.data()) + 63) & ~uintptr_t{63});
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t i = 0; i < p; i++) left[i * depth + r] = x.data[r * x.stride + i];
  }
  const int64_t panels = (q + 31) / 32, threads = team_size();
  std::atomic<int64_t> next{0};
  parallel(threads, 1, [&](int64_t, int64_t) {
    alignas(64) float tile[1024];
    std::vector<uint16_t> room(blocks * 1024 + 32);
    uint16_t *panel = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(room.data()) + 63) & ~uintptr_t{63});
    configure_tiles();
    for (int64_t i = next.fetch_add(1); i < panels; i = next.fetch_add(1)) {
      const int64_t columns = std::min<int64_t>(32, q - i * 32);
      pack_plain_panel(y.data + i * 32, y.stride, columns, rows, panel);
      for (int64_t h = 0; h < height; h += 32) {
        zero_sums();
        accumulate(left + h * depth, depth, panel, blocks);
        store_sums(tile);
        const int64_t here = std::min<int64_t>(32, p - h);
        if (turned) {
          for (int64_t c = 0; c < columns; c++) {
            for (int64_t r = 0; r < here; r++) sum[(i * 32 + c) * stride + h + r] += tile[r * 32 + c];
          }
        } else {
          put_float(tile, here, columns, sum + h * stride + i * 32, stride, true);
        }
      }
    }
    release_tiles();
  });
}

CT_AMX_END

#endif

}  // namespace ctorch
