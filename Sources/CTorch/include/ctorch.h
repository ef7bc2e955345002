// A C interface over libtorch: the only place of Isogloss that touches it.
//
// Every function that can fail returns a status: 0 for success, otherwise one of ct_status. Results come back through
// out-parameters, which are written on success only. No C++ exception leaves a function. After a failure
// ct_last_error() of the same thread holds the message until the next failure on that thread.
//
// Ownership: a handle written to an out-parameter belongs to the caller, who frees it once with the matching
// ct_*_free. Handles that are passed in are only borrowed for the call.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a call returned.
enum ct_status {
  CT_OK = 0,
  CT_TORCH_ERROR = 1,      // libtorch refused: shapes, dtypes, devices
  CT_OUT_OF_MEMORY = 2,    // no memory for the result
  CT_INVALID_ARGUMENT = 3, // refused by this interface before libtorch saw it
  CT_UNKNOWN_ERROR = 4,    // anything else that was thrown
};

/// Element types; the numbers are this interface's own.
enum ct_dtype { CT_FLOAT32 = 0, CT_FLOAT64 = 1, CT_BFLOAT16 = 2, CT_FLOAT16 = 3, CT_INT64 = 4, CT_INT32 = 5, CT_BOOL = 6, CT_UINT8 = 7 };

/// A tensor: a reference-counted handle to libtorch's own.
typedef struct ct_tensor ct_tensor;
/// A random stream of its own.
typedef struct ct_generator ct_generator;

/// Message of the last failure on this thread; never null, owned by the library, valid until the next failure here.
const char *_Nonnull ct_last_error(void);

// Process and processor ------------------------------------------------------------------------------------------

/// libtorch's version, as "2.13.0"; static storage.
const char *_Nonnull ct_version(void);
/// Threads used by operations called from this thread. The setting belongs to the calling thread.
int32_t ct_set_threads(int32_t count);
int32_t ct_threads(void);
/// Whether the processor multiplies bfloat16 natively (avx512_bf16 or amx_bf16).
bool ct_has_native_bfloat16(void);
/// Whether a CUDA device can be used by this build.
bool ct_has_cuda(void);

// Making and reading tensors -----------------------------------------------------------------------------------

/// Frees a handle. Null is allowed.
void ct_tensor_free(ct_tensor *_Nullable tensor);
/// A tensor with a copy of `count` bytes; `count` must be the size of `shape` in `dtype`.
int32_t ct_from_bytes(const void *_Nonnull bytes, size_t count, int32_t dtype, const int64_t *_Nonnull shape, int32_t rank, ct_tensor *_Nullable *_Nonnull out);
/// A tensor filled with one value.
int32_t ct_full(const int64_t *_Nonnull shape, int32_t rank, double value, int32_t dtype, ct_tensor *_Nullable *_Nonnull out);
/// 0, 1, ..., count - 1 as int64.
int32_t ct_arange(int64_t count, ct_tensor *_Nullable *_Nonnull out);
/// Standard normal values (`normal`) or uniform ones in [0, 1), as float32, drawn from `generator`.
int32_t ct_random(const int64_t *_Nonnull shape, int32_t rank, bool normal, ct_generator *_Nonnull generator, ct_tensor *_Nullable *_Nonnull out);
/// Copies the elements in row-major order to `bytes`; `count` must be exactly their size. Works from any device.
int32_t ct_to_bytes(const ct_tensor *_Nonnull tensor, void *_Nonnull bytes, size_t count);
/// Address of the first element of a contiguous tensor in host memory; valid while the tensor lives.
int32_t ct_data(const ct_tensor *_Nonnull tensor, void *_Nullable *_Nonnull out);
int32_t ct_rank(const ct_tensor *_Nonnull tensor);
/// Writes `ct_rank` extents.
void ct_shape(const ct_tensor *_Nonnull tensor, int64_t *_Nonnull out);
int32_t ct_dtype_of(const ct_tensor *_Nonnull tensor, int32_t *_Nonnull out);
/// -1 for host memory, otherwise the CUDA index.
int32_t ct_device_of(const ct_tensor *_Nonnull tensor);
/// Elements as another type, and on another device (as in `ct_device_of`); shares memory where nothing changes.
int32_t ct_convert(const ct_tensor *_Nonnull tensor, int32_t dtype, int32_t device, ct_tensor *_Nullable *_Nonnull out);

/// A stream that starts from `seed`.
int32_t ct_generator_new(uint64_t seed, ct_generator *_Nullable *_Nonnull out);
void ct_generator_free(ct_generator *_Nullable generator);
/// The stream's state as a tensor of bytes, and back: what a checkpoint keeps.
int32_t ct_generator_state(ct_generator *_Nonnull generator, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_generator_set_state(ct_generator *_Nonnull generator, const ct_tensor *_Nonnull state);

// Element by element ---------------------------------------------------------------------------------------------

enum ct_unary_op {
  CT_NEG, CT_EXP, CT_LOG, CT_SQRT, CT_RSQRT, CT_TANH, CT_SIGMOID, CT_LOG_SIGMOID, CT_SILU, CT_GELU, CT_GELU_TANH, CT_RELU,
  CT_ABS, CT_SQUARE, CT_SIN, CT_COS, CT_RECIPROCAL, CT_LOGICAL_NOT, CT_CLONE, CT_CONTIGUOUS, CT_DETACH, CT_ISFINITE, CT_SIGN, CT_LOG1P,
};
int32_t ct_unary(int32_t op, const ct_tensor *_Nonnull a, ct_tensor *_Nullable *_Nonnull out);

enum ct_binary_op {
  CT_ADD, CT_SUB, CT_MUL, CT_DIV, CT_POW, CT_MAXIMUM, CT_MINIMUM, CT_EQ, CT_NE, CT_LT, CT_LE, CT_GT, CT_GE, CT_AND, CT_OR,
  CT_MATMUL,
};
/// With broadcasting.
int32_t ct_binary(int32_t op, const ct_tensor *_Nonnull a, const ct_tensor *_Nonnull b, ct_tensor *_Nullable *_Nonnull out);
/// The same with a number as the right side; CT_MATMUL is refused.
int32_t ct_binary_scalar(int32_t op, const ct_tensor *_Nonnull a, double b, ct_tensor *_Nullable *_Nonnull out);
/// `condition ? a : b`, with broadcasting.
int32_t ct_where(const ct_tensor *_Nonnull condition, const ct_tensor *_Nonnull a, const ct_tensor *_Nonnull b, ct_tensor *_Nullable *_Nonnull out);
/// `a` with `value` where `mask` holds.
int32_t ct_masked_fill(const ct_tensor *_Nonnull a, const ct_tensor *_Nonnull mask, double value, ct_tensor *_Nullable *_Nonnull out);

enum ct_inplace_op { CT_INPLACE_COPY, CT_INPLACE_ADD, CT_INPLACE_MUL, CT_INPLACE_DIV };
/// Changes `a`: copies `b`, or adds `scale` times `b`, or multiplies or divides by it.
int32_t ct_inplace(int32_t op, ct_tensor *_Nonnull a, const ct_tensor *_Nonnull b, double scale);
/// Changes `a` to `multiply` times itself plus `add`.
int32_t ct_inplace_affine(ct_tensor *_Nonnull a, double multiply, double add);

// Reductions -----------------------------------------------------------------------------------------------------

enum ct_reduce_op { CT_SUM, CT_MEAN, CT_AMAX, CT_AMIN, CT_LOGSUMEXP, CT_NORM, CT_VAR };
/// Over the given axes; `count` 0 means all of them. CT_VAR divides by n - 1.
int32_t ct_reduce(int32_t op, const ct_tensor *_Nonnull a, const int64_t *_Nullable axes, int32_t count, bool keep, ct_tensor *_Nullable *_Nonnull out);
enum ct_axis_op { CT_ARGMAX, CT_SOFTMAX, CT_LOG_SOFTMAX, CT_CUMSUM, CT_ARGSORT, CT_ARGSORT_DESCENDING };
/// Along one axis.
int32_t ct_along(int32_t op, const ct_tensor *_Nonnull a, int64_t axis, ct_tensor *_Nullable *_Nonnull out);
/// The `count` largest along the last axis, in order, and where they stand.
int32_t ct_topk(const ct_tensor *_Nonnull a, int64_t count, ct_tensor *_Nullable *_Nonnull values, ct_tensor *_Nullable *_Nonnull positions);

// Shapes and selection -------------------------------------------------------------------------------------------

int32_t ct_reshape(const ct_tensor *_Nonnull a, const int64_t *_Nonnull shape, int32_t rank, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_permute(const ct_tensor *_Nonnull a, const int64_t *_Nonnull axes, int32_t count, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_expand(const ct_tensor *_Nonnull a, const int64_t *_Nonnull shape, int32_t rank, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_transpose(const ct_tensor *_Nonnull a, int64_t first, int64_t second, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_unsqueeze(const ct_tensor *_Nonnull a, int64_t axis, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_squeeze(const ct_tensor *_Nonnull a, int64_t axis, ct_tensor *_Nullable *_Nonnull out);
/// A view of positions start ..< end along an axis.
int32_t ct_slice(const ct_tensor *_Nonnull a, int64_t axis, int64_t start, int64_t end, ct_tensor *_Nullable *_Nonnull out);
/// A view at one position, without the axis.
int32_t ct_select(const ct_tensor *_Nonnull a, int64_t axis, int64_t index, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_concatenate(const ct_tensor *_Nonnull const *_Nonnull tensors, int32_t count, int64_t axis, ct_tensor *_Nullable *_Nonnull out);
int32_t ct_stack(const ct_tensor *_Nonnull const *_Nonnull tensors, int32_t count, int64_t axis, ct_tensor *_Nullable *_Nonnull out);
/// Rows (along `axis`) at the int64 positions `index`.
int32_t ct_index_select(const ct_tensor *_Nonnull a, int64_t axis, const ct_tensor *_Nonnull index, ct_tensor *_Nullable *_Nonnull out);
/// As torch.gather.
int32_t ct_gather(const ct_tensor *_Nonnull a, int64_t axis, const ct_tensor *_Nonnull index, ct_tensor *_Nullable *_Nonnull out);
/// As torch.scatter_add, not in place.
int32_t ct_scatter_add(const ct_tensor *_Nonnull a, int64_t axis, const ct_tensor *_Nonnull index, const ct_tensor *_Nonnull source, ct_tensor *_Nullable *_Nonnull out);
/// Each element of the last two axes repeated: [.., n, ..] -> [.., n * count, ..] along `axis`, neighbours equal.
int32_t ct_repeat_interleave(const ct_tensor *_Nonnull a, int64_t count, int64_t axis, ct_tensor *_Nullable *_Nonnull out);

// Layers -----------------------------------------------------------------------------------------------------------

/// x [.., in] by weight [out, in] plus bias [out].
int32_t ct_linear(const ct_tensor *_Nonnull x, const ct_tensor *_Nonnull weight, const ct_tensor *_Nullable bias, ct_tensor *_Nullable *_Nonnull out);
/// Rows of weight [n, d] at ids.
int32_t ct_embedding(const ct_tensor *_Nonnull weight, const ct_tensor *_Nonnull ids, ct_tensor *_Nullable *_Nonnull out);
/// softmax(q kᵀ scale + mask) v: q [B, H, T, D], k and v [B, KV, S, D] with H a multiple of KV; mask boolean (true may
/// look) or additive, broadcast to [B, H, T, S].
int32_t ct_attention(const ct_tensor *_Nonnull q, const ct_tensor *_Nonnull k, const ct_tensor *_Nonnull v, const ct_tensor *_Nullable mask, double scale, ct_tensor *_Nullable *_Nonnull out);
/// Natural-log probability of each target: logits [n, v], targets int64 [n]; sums in float32.
int32_t ct_target_log_probs(const ct_tensor *_Nonnull logits, const ct_tensor *_Nonnull targets, ct_tensor *_Nullable *_Nonnull out);

// Linear algebra -----------------------------------------------------------------------------------------------------

/// Eigenvalues ascending and eigenvectors in columns of a symmetric matrix.
int32_t ct_eigh(const ct_tensor *_Nonnull a, ct_tensor *_Nullable *_Nonnull values, ct_tensor *_Nullable *_Nonnull vectors);
/// Thin singular value decomposition: a = u diag(s) vᵀ, with vᵀ returned.
int32_t ct_svd(const ct_tensor *_Nonnull a, ct_tensor *_Nullable *_Nonnull u, ct_tensor *_Nullable *_Nonnull s, ct_tensor *_Nullable *_Nonnull vt);

// Gradients ----------------------------------------------------------------------------------------------------------

int32_t ct_set_requires_grad(ct_tensor *_Nonnull tensor, bool value);
bool ct_requires_grad(const ct_tensor *_Nonnull tensor);
/// Adds the gradient of `loss` (one element, or weighted by `seed`) to every leaf that requires it.
int32_t ct_backward(const ct_tensor *_Nonnull loss, const ct_tensor *_Nullable seed, bool keep_graph);
/// The gradient gathered at a leaf; null in `out` where there is none.
int32_t ct_grad(const ct_tensor *_Nonnull tensor, ct_tensor *_Nullable *_Nonnull out);
/// Forgets, or replaces, the gradient gathered at a leaf.
int32_t ct_set_grad(ct_tensor *_Nonnull tensor, const ct_tensor *_Nullable grad);
/// Gradients of `output` by each input, nothing gathered at leaves; inputs that do not matter get zeros.
int32_t ct_gradients(const ct_tensor *_Nonnull output, const ct_tensor *_Nullable seed, const ct_tensor *_Nonnull const *_Nonnull inputs, int32_t count, bool keep_graph, bool create_graph, ct_tensor *_Nullable *_Nonnull outs);
/// Switches the recording of gradients on this thread; writes what it was.
int32_t ct_grad_mode(bool enabled, bool *_Nonnull previous);
/// Begins inference mode on this thread; end it on the same thread, innermost first.
int32_t ct_inference_begin(void *_Nullable *_Nonnull guard);
void ct_inference_end(void *_Nullable guard);
/// One step of AdamW in place (Loshchilov & Hutter 2019): parameter, gradient (times `scale`), both moments, and the step
/// from 1.
int32_t ct_adamw(ct_tensor *_Nonnull parameter, const ct_tensor *_Nonnull grad, double scale, ct_tensor *_Nonnull first, ct_tensor *_Nonnull second, int64_t step, double rate, double beta1, double beta2, double epsilon, double decay);
/// Σ x² in float64 of a contiguous float32 tensor in host memory, in an order that does not depend on threads.
int32_t ct_sum_of_squares(const ct_tensor *_Nonnull x, double *_Nonnull out);

#ifdef __cplusplus
}
#endif
