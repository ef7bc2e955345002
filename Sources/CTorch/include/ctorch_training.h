// Training low-rank adapters in bfloat16 on the processor's matrix units, or on its vectors: the operations that a step
// spends its time in, forward and backward, each with what it has to keep.
//
// T rows, one a token of packed texts. Activations and their gradients are bfloat16, or float32 where sums are kept (the
// residual stream, norms); products are summed in float32. All are contiguous matrices in host memory. Weights are frozen.
// Use only where ct_has_training_kernels().
#pragma once

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Whether the processor has what these need: vectors that convert to bfloat16 (AVX-512 BF16). Matrix units (AMX) are used
/// where there are any.
bool ct_has_training_kernels(void);
/// Whether there are matrix units and the system lets this process use them: the sums of the two forms differ in their last
/// digits.
bool ct_has_matrix_units(void);

/// Linear layers that share their input, with low-rank additions.
typedef struct ct_layer ct_layer;
/// Which tokens of a row see which, and their positions.
typedef struct ct_sight ct_sight;
/// A language model's head.
typedef struct ct_head ct_head;

/// Packs bfloat16 weights [out_i, in]; all widths are multiples of 32. `rank` is that of the additions, 0 for none.
int32_t ct_layer_new(const ct_tensor *_Nonnull const *_Nonnull weights, int32_t count, int64_t rank, ct_layer *_Nullable *_Nonnull out);
void ct_layer_free(ct_layer *_Nullable layer);
size_t ct_layer_bytes(const ct_layer *_Nonnull layer);
/// Takes the additions scale · B A as they are now: a[i] float32 [rank, in], b[i] [out_i, rank], null where there is none.
int32_t ct_layer_set(ct_layer *_Nonnull layer, const ct_tensor *_Nullable const *_Nonnull a, const ct_tensor *_Nullable const *_Nonnull b, double scale);
/// x [T, in] -> [T, Σ out] in bfloat16, or added to `sum` float32 (then `out` stays null). `kept` is for the gradient.
int32_t ct_layer_forward(const ct_layer *_Nonnull layer, const ct_tensor *_Nonnull x, ct_tensor *_Nullable sum, ct_tensor *_Nullable *_Nonnull out, ct_tensor *_Nullable *_Nonnull kept);
/// Adds the gradients by A and B (float32, null where there is no addition), given that by the result [T, Σ out]; and
/// gives the gradient by x: `input` 0 for none, 1 for float32, 2 for bfloat16.
int32_t ct_layer_backward(const ct_layer *_Nonnull layer, const ct_tensor *_Nonnull gradient, const ct_tensor *_Nonnull x, const ct_tensor *_Nonnull kept, ct_tensor *_Nullable const *_Nonnull a, ct_tensor *_Nullable const *_Nonnull b, int32_t input, ct_tensor *_Nullable *_Nonnull out);

/// Segments of four numbers (start, count, start and count of the context); `window` 0 where no layer slides.
int32_t ct_sight_new(const int64_t *_Nonnull segments, int64_t count, const int64_t *_Nonnull positions, int64_t rows, int64_t window, ct_sight *_Nullable *_Nonnull out);
void ct_sight_free(ct_sight *_Nullable sight);

/// x / rms(x) · weight in bfloat16, and 1 / rms.
int32_t ct_train_norm(const ct_tensor *_Nonnull x, const ct_tensor *_Nonnull weight, double epsilon, ct_tensor *_Nullable *_Nonnull out, ct_tensor *_Nullable *_Nonnull scales);
/// x + y / rms(y) · weight for y in bfloat16.
int32_t ct_train_norm_add(const ct_tensor *_Nonnull y, const ct_tensor *_Nonnull weight, double epsilon, const ct_tensor *_Nonnull x, ct_tensor *_Nullable *_Nonnull out, ct_tensor *_Nullable *_Nonnull scales);
/// Adds the gradient by x to `sum`.
int32_t ct_train_norm_backward(const ct_tensor *_Nonnull gradient, const ct_tensor *_Nonnull x, const ct_tensor *_Nonnull weight, const ct_tensor *_Nonnull scales, ct_tensor *_Nonnull sum);
/// The gradient by y in bfloat16.
int32_t ct_train_norm_add_backward(const ct_tensor *_Nonnull gradient, const ct_tensor *_Nonnull y, const ct_tensor *_Nonnull weight, const ct_tensor *_Nonnull scales, ct_tensor *_Nullable *_Nonnull out);

/// activation(gate) · up for [gate | up].
int32_t ct_train_gate(const ct_tensor *_Nonnull gate_up, int32_t activation, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_train_gate_backward(const ct_tensor *_Nonnull gradient, const ct_tensor *_Nonnull gate_up, int32_t activation, ct_tensor *_Nullable *_Nonnull out);

/// Attention's make: heads, key/value heads, their width, the scores' factor, and whether it looks only the window back.
typedef struct {
  int32_t heads, shared, width;
  double scale;
  bool slides;
} ct_attention_shape;

/// Queries and keys of qkv [T, (heads + 2 shared) width], normed where weights are given and turned by their positions.
int32_t ct_train_rotate(const ct_tensor *_Nonnull qkv, ct_attention_shape shape, const ct_tensor *_Nullable query_norm, const ct_tensor *_Nullable key_norm, double epsilon, const ct_tensor *_Nonnull cosines, const ct_tensor *_Nonnull sines, const ct_sight *_Nonnull sight, ct_tensor *_Nullable *_Nonnull out);
/// The gradient by qkv, given those by turned queries, turned keys and values from ct_train_attend_backward.
int32_t ct_train_rotate_backward(const ct_tensor *_Nonnull gradient, const ct_tensor *_Nonnull qkv, ct_attention_shape shape, const ct_tensor *_Nullable query_norm, const ct_tensor *_Nullable key_norm, double epsilon, const ct_tensor *_Nonnull cosines, const ct_tensor *_Nonnull sines, const ct_sight *_Nonnull sight, ct_tensor *_Nullable *_Nonnull out);
/// [T, heads · width], and the logarithm of each softmax's sum.
int32_t ct_train_attend(const ct_tensor *_Nonnull turned, const ct_tensor *_Nonnull qkv, const ct_sight *_Nonnull sight, ct_attention_shape shape, ct_tensor *_Nullable *_Nonnull out, ct_tensor *_Nullable *_Nonnull log_sums);
int32_t ct_train_attend_backward(const ct_tensor *_Nonnull gradient, const ct_tensor *_Nonnull result, const ct_tensor *_Nonnull turned, const ct_tensor *_Nonnull qkv, const ct_tensor *_Nonnull log_sums, const ct_sight *_Nonnull sight, ct_attention_shape shape, ct_tensor *_Nullable *_Nonnull out);

/// Rows `places` of x [T, width] in float32.
int32_t ct_train_pick(const ct_tensor *_Nonnull x, const int64_t *_Nonnull places, int64_t count, ct_tensor *_Nullable *_Nonnull out);
/// The gradient by x [rows, width] of ct_train_pick: rows that were picked twice get the sum.
int32_t ct_train_pick_backward(const ct_tensor *_Nonnull gradient, const int64_t *_Nonnull places, int64_t count, int64_t rows, ct_tensor *_Nullable *_Nonnull out);
/// Multiplies row i by factors[i], in place.
int32_t ct_train_scale(ct_tensor *_Nonnull rows, const float *_Nonnull factors, int64_t count);

/// Packs a head [tokens, width] in bfloat16; width is a multiple of 32.
int32_t ct_head_new(const ct_tensor *_Nonnull vectors, ct_head *_Nullable *_Nonnull out);
void ct_head_free(ct_head *_Nullable head);
size_t ct_head_bytes(const ct_head *_Nonnull head);
/// For each row of h [count, width] in bfloat16 and its target: log-probability and entropy (float64), whether it was the
/// most likely (uint8), and the gradient of the log-probability by h (float32) where `gradients` is not null.
int32_t ct_head_score(const ct_head *_Nonnull head, const ct_tensor *_Nonnull h, const int64_t *_Nonnull targets, int64_t count, ct_tensor *_Nullable *_Nonnull log_probs, ct_tensor *_Nullable *_Nonnull entropies, ct_tensor *_Nullable *_Nonnull correct, ct_tensor *_Nullable *_Nullable gradients);

#ifdef __cplusplus
}
#endif
