// Products of bfloat16 matrices on the processor's matrix units (AMX): tiles of 16 rows by 64 bytes. A processor without
// them multiplies the same panels with its vectors (AVX-512): see tile_kernels.h.
//
// The right side is packed once, in panels of 32 columns; the left side is read as it stands, rows of bfloat16 with any
// distance between them. Sums are float32, in the order of the inner index, so a result does not depend on its neighbours
// nor on the number of threads.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "team.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define CT_MATRIX_UNITS 1
#define CT_AMX \
  __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,prfchw")))
#define CT_AMX_INLINE CT_AMX static inline __attribute__((always_inline))
/// Everything between these is compiled for the matrix units, closures too: only to be run where has_tile_kernels().
#define CT_AMX_BEGIN                                                                                               \
  _Pragma("clang attribute push (__attribute__((target(\"amx-tile,amx-bf16,avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,prfchw\"))), apply_to = function)")
#define CT_AMX_END _Pragma("clang attribute pop")
#endif

namespace ctorch {

/// Whether the matrix units are there, and the system lets this process use them. ISOGLOSS_MATRIX_UNITS=off says no.
bool has_matrix_units();

/// Whether what is built on tiles may run: on the matrix units, or on vectors in their place.
bool has_tile_kernels();

/// A bfloat16 matrix as the right side of products: inner [0, depth) by columns [0, columns), both padded to 32 by zeros.
///
/// In a panel of 32 columns, for each 32 inner indices: two tiles of 16 columns, 16 pairs of inner indices by 16 columns by 2.
struct Panels {
  int64_t depth = 0;
  int64_t columns = 0;
  int64_t blocks = 0;  // of 32 inner indices
  int64_t panels = 0;  // of 32 columns
  std::vector<uint16_t, std::allocator<uint16_t>> own;
  uint16_t *data = nullptr;

  /// Room for a matrix; the contents are undefined.
  void reserve(int64_t inner, int64_t wide) {
    depth = inner;
    columns = wide;
    blocks = (inner + 31) / 32;
    panels = (wide + 31) / 32;
    own.resize(static_cast<size_t>(blocks * panels * 1024 + 32));
    data = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(own.data()) + 63) & ~uintptr_t{63});
  }
  const uint16_t *panel(int64_t p) const { return data + p * blocks * 1024; }
  size_t bytes() const { return own.size() * 2; }
};

/// Fills panels with columns = rows of `from` [columns, depth] (a weight as a checkpoint has it), `stride` apart.
void pack_rows(Panels &to, const uint16_t *from, int64_t stride);
/// Fills panels with the matrix [depth, columns] as it stands, rows `stride` apart.
void pack_plain(Panels &to, const uint16_t *from, int64_t stride);
/// The same from float32, times a factor, rounded; only `inner` by `wide` of the panels are there, the rest is zero.
void pack_rows(Panels &to, const float *from, int64_t stride, float scale, int64_t inner, int64_t wide);
void pack_plain(Panels &to, const float *from, int64_t stride, float scale, int64_t inner, int64_t wide);

/// A left side: rows of bfloat16, `stride` values apart.
struct Rows16 {
  const uint16_t *data = nullptr;
  int64_t stride = 0;
};

/// A further product that is added to a product: columns [first, first + count) of the result get
/// left · panels, where the panels cover just these columns.
struct Extra {
  Rows16 left;
  const Panels *right = nullptr;
  int64_t first = 0;
};

/// Takes a finished tile of 32 x 32 float32 (rows 32 apart): rows [row, row + rows) and columns [column, column + columns).
struct Sink {
  enum Kind { kBFloat16, kFloat, kFloatAdd } kind = kBFloat16;
  void *data = nullptr;
  int64_t stride = 0;
};

/// left [rows, right.depth] · right, plus the extras, to the sink [rows, right.columns].
void multiply(const Rows16 &left, int64_t rows, const Panels &right, const std::vector<Extra> &extras, const Sink &sink);

/// sum [p, q] += xᵀ y for x [rows, p], y [rows, q]: p at most 64 and a multiple of 16.
void multiply_transposed(const Rows16 &x, int64_t p, const Rows16 &y, int64_t q, int64_t rows, float *sum, int64_t stride,
                         bool turned);

}  // namespace ctorch
