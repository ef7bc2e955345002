// Inference without gradients: the few fused operations that batched generation spends its time in.
//
// All activations are float32 [rows, width], contiguous, in host memory; a row is one token. Weights and the key/value
// cache are float32 or bfloat16. Every row is computed in an order that does not depend on the other rows nor on the
// number of threads, so a token's result is the same, bit for bit, whatever it is batched with.
#pragma once

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Weights of one or more linear layers, reordered for streaming.
typedef struct ct_packed ct_packed;
/// Keys and values of many sequences ("slots") for all layers, in pages of 16 positions.
typedef struct ct_cache ct_cache;

enum ct_activation { CT_ACTIVATION_SILU = 0, CT_ACTIVATION_GELU_TANH = 1, CT_ACTIVATION_GELU = 2 };

/// Packs the rows of `count` weights [out_i, in] one after another, as `dtype` (float32 or bfloat16). `bias` has one
/// value a row or is null. With `gated`, count is 2 and the weights are gate and up of a gated layer. The inputs are
/// not kept.
int32_t ct_pack(const ct_tensor *_Nonnull const *_Nonnull weights, int32_t count, const ct_tensor *_Nullable bias, int32_t dtype, bool gated, ct_packed *_Nullable *_Nonnull out);
void ct_packed_free(ct_packed *_Nullable packed);
/// Bytes that the packed weights take.
size_t ct_packed_bytes(const ct_packed *_Nonnull packed);
/// Whether this processor has the fast kernel for the packed dtype; otherwise libtorch's linear is used.
bool ct_packed_is_fast(const ct_packed *_Nonnull packed);

/// x [rows, in] -> [rows, out].
int32_t ct_packed_linear(const ct_packed *_Nonnull packed, const ct_tensor *_Nonnull x, ct_tensor *_Nullable *_Nonnull out);
/// Adds the layer's result to `sum` [rows, out] in place.
int32_t ct_packed_linear_add(const ct_packed *_Nonnull packed, const ct_tensor *_Nonnull x, ct_tensor *_Nonnull sum);
/// activation(gate x) * (up x) for weights packed as gated: [rows, in] -> [rows, out / 2].
int32_t ct_packed_gated(const ct_packed *_Nonnull packed, const ct_tensor *_Nonnull x, int32_t activation, ct_tensor *_Nullable *_Nonnull out);
/// The output with the largest value in each row, the first of equals: int64 [rows]. The values are not written out.
int32_t ct_packed_argmax(const ct_packed *_Nonnull packed, const ct_tensor *_Nonnull x, ct_tensor *_Nullable *_Nonnull out);

/// Rows `ids` of a table [n, width] as float32, times `scale`: [count, width].
int32_t ct_embed(const ct_tensor *_Nonnull table, const int64_t *_Nonnull ids, int64_t count, double scale, ct_tensor *_Nullable *_Nonnull out);
/// x / rms(x) * weight, weight float32 [width]; added to `sum` in place instead where `sum` is given (out stays null).
int32_t ct_rms_norm(const ct_tensor *_Nonnull x, const ct_tensor *_Nonnull weight, double epsilon, ct_tensor *_Nullable sum, ct_tensor *_Nullable *_Nonnull out);

/// Natural-log probability of one target a row: logits float32 [count, n] -> float64 [count].
int32_t ct_row_log_probs(const ct_tensor *_Nonnull logits, const int64_t *_Nonnull targets, int64_t count, ct_tensor *_Nullable *_Nonnull out);

/// An empty cache for `layers` layers of `heads` key/value heads of width `width`, kept as `dtype`.
int32_t ct_cache_new(int32_t layers, int32_t heads, int32_t width, int32_t dtype, ct_cache *_Nullable *_Nonnull out);
void ct_cache_free(ct_cache *_Nullable cache);
/// Makes room for positions 0 ..< length of a slot; slots are any small numbers from 0.
int32_t ct_cache_reserve(ct_cache *_Nonnull cache, int64_t slot, int64_t length);
/// Lets the empty slot `to` begin with the first `length` positions (a multiple of 16) of `from`, without a copy; no slot
/// can write them while they are shared.
int32_t ct_cache_share(ct_cache *_Nonnull cache, int64_t from, int64_t to, int64_t length);
/// Gives a slot's pages back for use by others.
int32_t ct_cache_release(ct_cache *_Nonnull cache, int64_t slot);
/// Bytes that the pages take.
size_t ct_cache_bytes(const ct_cache *_Nonnull cache);

/// Splits qkv [rows, (heads + 2 * kv heads) * width], norms queries and keys (where weights are given), rotates them by
/// the tables cos and sin [positions, width / 2] and stores keys and values of row i at positions[i] of slots[i].
/// Writes the queries [rows, heads * width]. Room must have been reserved.
int32_t ct_rotate_and_store(const ct_tensor *_Nonnull qkv, int32_t heads, const ct_tensor *_Nullable q_norm, const ct_tensor *_Nullable k_norm, double epsilon, const ct_tensor *_Nonnull cosines, const ct_tensor *_Nonnull sines, const int64_t *_Nonnull slots, const int64_t *_Nonnull positions, ct_cache *_Nonnull cache, int32_t layer, ct_tensor *_Nullable *_Nonnull out);
/// Attention of row i over positions max(0, positions[i] - window + 1) ... positions[i] of slots[i]; window 0 is
/// unlimited. Queries [rows, heads * width] -> [rows, heads * width].
int32_t ct_cached_attention(const ct_tensor *_Nonnull queries, int32_t heads, double scale, int64_t window, const int64_t *_Nonnull slots, const int64_t *_Nonnull positions, const ct_cache *_Nonnull cache, int32_t layer, ct_tensor *_Nullable *_Nonnull out);

#ifdef __cplusplus
}
#endif
