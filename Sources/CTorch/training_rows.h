// Kernels over rows for training on the processor: norms, rotary positions and gates, forward and backward.
//
// T rows (one a token), W the width of a row; float32 unless said otherwise, bfloat16 as its upper half. All run on this
// module's threads, each row by itself.
#pragma once

#include "matrix_units.h"

namespace ctorch {

/// to = x · r · w in bfloat16, r = 1 / rms(x), kept in `scales`.
void norm_rows(const float *x, const float *w, int64_t rows, int64_t width, float epsilon, uint16_t *to, float *scales);
/// to = x + y · r · w for y in bfloat16; `to` may be x.
void norm_add_rows(const uint16_t *y, const float *w, int64_t rows, int64_t width, float epsilon, const float *x,
                   float *to, float *scales);
/// Adds the gradient by x of x · r · w to `sum`, given the gradient by the result.
void norm_rows_backward(const float *gradient, const float *x, const float *w, const float *scales, int64_t rows,
                        int64_t width, float *sum);
/// The gradient by y of y · r · w in bfloat16.
void norm_add_rows_backward(const float *gradient, const uint16_t *y, const float *w, const float *scales, int64_t rows,
                            int64_t width, uint16_t *to);

/// activation(gate) · up for rows [gate | up] of 2 · width.
void gate_rows(const uint16_t *gate_up, int64_t rows, int64_t width, int32_t activation, uint16_t *to);
/// The gradient by [gate | up], given the gradient by the result.
void gate_rows_backward(const uint16_t *gradient, const uint16_t *gate_up, int64_t rows, int64_t width,
                        int32_t activation, uint16_t *to);

/// What turns queries and keys: heads of `width`, the last `shared` of the `heads + shared` with the keys' norm.
struct Rotation {
  int64_t heads, shared, width;
  const float *query_norm, *key_norm;  // null: no norm
  float epsilon;
  const float *cosines, *sines;  // [positions, width / 2]
  const int64_t *positions;      // [rows]
};

/// Rows [queries | keys | values] in bfloat16 -> queries and keys, normed and turned, [heads + shared, rows, width].
void rotate_rows(const uint16_t *qkv, int64_t rows, const Rotation &rotation, uint16_t *to);
/// Gradients by queries, keys (turned) and values, [heads + 2 shared, rows, width] -> the gradient by qkv in bfloat16.
void rotate_rows_backward(const float *gradient, const uint16_t *qkv, int64_t rows, const Rotation &rotation,
                          uint16_t *to);

}  // namespace ctorch
