// Layers of a network, and linear algebra.
#include "support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/linalg_svd.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/scaled_dot_product_attention.h>

using namespace ctorch;

int32_t ct_linear(const ct_tensor *x, const ct_tensor *weight, const ct_tensor *bias, ct_tensor **out) {
  return guarded([&] {
    give(at::linear(x->value, weight->value, bias == nullptr ? std::optional<at::Tensor>() : bias->value), out);
  });
}

int32_t ct_embedding(const ct_tensor *weight, const ct_tensor *ids, ct_tensor **out) {
  return guarded([&] { give(at::embedding(weight->value, ids->value), out); });
}

int32_t ct_attention(const ct_tensor *q, const ct_tensor *k, const ct_tensor *v, const ct_tensor *mask, double scale,
                     ct_tensor **out) {
  return guarded([&] {
    const std::optional<at::Tensor> bias = mask == nullptr ? std::optional<at::Tensor>() : mask->value;
    const bool grouped = q->value.size(1) != k->value.size(1);
    give(at::scaled_dot_product_attention(q->value, k->value, v->value, bias, 0.0, false, scale, grouped), out);
  });
}

int32_t ct_target_log_probs(const ct_tensor *logits, const ct_tensor *targets, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor scores = logits->value.to(at::kFloat);
    const at::Tensor chosen = scores.gather(-1, targets->value.unsqueeze(-1)).squeeze(-1);
    give(chosen - scores.logsumexp(-1), out);
  });
}

int32_t ct_eigh(const ct_tensor *a, ct_tensor **values, ct_tensor **vectors) {
  return guarded([&] {
    auto [l, q] = at::linalg_eigh(a->value);
    auto first = std::make_unique<ct_tensor>(ct_tensor{l});
    give(q, vectors);
    *values = first.release();
  });
}

int32_t ct_svd(const ct_tensor *a, ct_tensor **u, ct_tensor **s, ct_tensor **vt) {
  return guarded([&] {
    auto [left, values, right] = at::linalg_svd(a->value, false);
    auto first = std::make_unique<ct_tensor>(ct_tensor{left});
    auto second = std::make_unique<ct_tensor>(ct_tensor{values});
    give(right, vt);
    *u = first.release();
    *s = second.release();
  });
}
