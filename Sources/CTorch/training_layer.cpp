// Linear layers with low-rank additions, for training: see ctorch_training.h.
//
// With x the input, A_i and B_i the additions and s their factor, t_i = s x A_iᵀ is kept for the gradient, and the product
// with B_i joins the layer's own as more inner indices. Backward, u_i = s g_i B_i; the gradient by x is g W + Σ u_i A_i, by
// A_i it is u_iᵀ x, by B_i it is g_iᵀ t_i.
#include <memory>

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#include "include/ctorch_training.h"
#include "matrix_units.h"
#include "support.h"

using namespace ctorch;

struct ct_layer {
  int64_t inputs = 0, outputs = 0, rank = 0, padded = 0;  // padded: the rank, a multiple of 32
  std::vector<int64_t> firsts, widths;                    // of each weight's outputs
  Panels forward, backward;
  struct Addition {
    bool there = false;
    Panels down, up, up_back;  // x -> t, t -> y, g -> u
  };
  std::vector<Addition> additions;
  Panels down_back;  // all u -> gradient by x
};

namespace {

const uint16_t *half(const ct_tensor *tensor, int64_t rows, int64_t width, const char *what) {
  const at::Tensor &value = tensor->value;
  if (value.scalar_type() != at::kBFloat16 || value.dim() != 2 || !value.is_contiguous() || value.size(0) != rows ||
      value.size(1) != width) {
    refuse(std::string(what) + " must be a contiguous bfloat16 matrix [" + std::to_string(rows) + ", " +
           std::to_string(width) + "]");
  }
  return static_cast<const uint16_t *>(value.const_data_ptr());
}

const float *full(const ct_tensor *tensor, int64_t rows, int64_t width, const char *what) {
  const at::Tensor &value = tensor->value;
  if (value.scalar_type() != at::kFloat || value.dim() != 2 || !value.is_contiguous() || value.size(0) != rows ||
      value.size(1) != width) {
    refuse(std::string(what) + " must be a contiguous float32 matrix [" + std::to_string(rows) + ", " +
           std::to_string(width) + "]");
  }
  return value.const_data_ptr<float>();
}

}  // namespace

void ct_layer_free(ct_layer *layer) { delete layer; }

size_t ct_layer_bytes(const ct_layer *layer) { return layer->forward.bytes() + layer->backward.bytes(); }

#if CT_MATRIX_UNITS

int32_t ct_layer_new(const ct_tensor *const *weights, int32_t count, int64_t rank, ct_layer **out) {
  return guarded([&] {
    if (!has_tile_kernels()) refuse("this processor has no kernels for bfloat16");
    if (count < 1 || count > 3 || rank < 0 || rank > 128) refuse("a layer has one to three weights, and rank 0 to 128");
    auto layer = std::make_unique<ct_layer>();
    layer->inputs = weights[0]->value.size(-1);
    layer->rank = rank;
    layer->padded = (rank + 31) / 32 * 32;
    for (int32_t i = 0; i < count; i++) {
      layer->firsts.push_back(layer->outputs);
      layer->widths.push_back(weights[i]->value.size(0));
      layer->outputs += weights[i]->value.size(0);
      if (weights[i]->value.size(0) % 32 != 0 || layer->inputs % 32 != 0) refuse("widths must be multiples of 32");
      half(weights[i], layer->widths[i], layer->inputs, "a weight");
    }
    const at::Tensor weight = at::cat(values(weights, count), 0).contiguous();
    const auto *from = static_cast<const uint16_t *>(weight.const_data_ptr());
    layer->forward.reserve(layer->inputs, layer->outputs);
    pack_rows(layer->forward, from, layer->inputs);
    layer->backward.reserve(layer->outputs, layer->inputs);
    pack_plain(layer->backward, from, layer->inputs);
    layer->additions.resize(count);
    *out = layer.release();
  });
}

int32_t ct_layer_set(ct_layer *layer, const ct_tensor *const *a, const ct_tensor *const *b, double scale) {
  return guarded([&] {
    const int64_t rank = layer->rank, padded = layer->padded, inputs = layer->inputs;
    const float s = static_cast<float>(scale);
    const int64_t inner = padded * static_cast<int64_t>(layer->additions.size());
    std::vector<float> all(inner * inputs, 0);
    for (size_t i = 0; i < layer->additions.size(); i++) {
      ct_layer::Addition &addition = layer->additions[i];
      addition.there = a[i] != nullptr && b[i] != nullptr;
      if (!addition.there) continue;
      const int64_t width = layer->widths[i];
      const float *first = full(a[i], rank, inputs, "A"), *second = full(b[i], width, rank, "B");
      addition.down.reserve(inputs, padded);
      pack_rows(addition.down, first, inputs, s, inputs, rank);
      addition.up.reserve(padded, width);
      pack_rows(addition.up, second, rank, 1, rank, width);
      addition.up_back.reserve(width, padded);
      pack_plain(addition.up_back, second, rank, s, width, rank);
      std::memcpy(all.data() + i * padded * inputs, first, rank * inputs * sizeof(float));
    }
    layer->down_back.reserve(inner, inputs);
    pack_plain(layer->down_back, all.data(), inputs, 1, inner, inputs);
  });
}

int32_t ct_layer_forward(const ct_layer *layer, const ct_tensor *x, ct_tensor *sum, ct_tensor **out,
                         ct_tensor **kept) {
  return guarded([&] {
    const int64_t rows = x->value.size(0), padded = layer->padded, count = layer->additions.size();
    const Rows16 from{half(x, rows, layer->inputs, "rows"), layer->inputs};
    at::Tensor low = at::empty({rows, std::max<int64_t>(1, padded * count)}, at::kBFloat16);
    auto *t = static_cast<uint16_t *>(low.mutable_data_ptr());
    std::vector<Extra> extras;
    for (int64_t i = 0; i < count; i++) {
      const ct_layer::Addition &addition = layer->additions[i];
      if (!addition.there) continue;
      multiply(from, rows, addition.down, {}, {Sink::kBFloat16, t + i * padded, padded * count});
      extras.push_back({{t + i * padded, padded * count}, &addition.up, layer->firsts[i]});
    }
    if (sum == nullptr) {
      at::Tensor result = at::empty({rows, layer->outputs}, at::kBFloat16);
      multiply(from, rows, layer->forward, extras, {Sink::kBFloat16, result.mutable_data_ptr(), layer->outputs});
      give(std::move(result), out);
    } else {
      full(sum, rows, layer->outputs, "the sum");
      multiply(from, rows, layer->forward, extras,
               {Sink::kFloatAdd, sum->value.mutable_data_ptr<float>(), layer->outputs});
      *out = nullptr;
    }
    give(std::move(low), kept);
  });
}

int32_t ct_layer_backward(const ct_layer *layer, const ct_tensor *gradient, const ct_tensor *x, const ct_tensor *kept,
                          ct_tensor *const *a, ct_tensor *const *b, int32_t input, ct_tensor **out) {
  return guarded([&] {
    const int64_t rows = x->value.size(0), padded = layer->padded, count = layer->additions.size();
    const int64_t inputs = layer->inputs, rank = layer->rank;
    const uint16_t *g = half(gradient, rows, layer->outputs, "the gradient");
    const Rows16 from{half(x, rows, inputs, "rows"), inputs};
    const uint16_t *t = half(kept, rows, std::max<int64_t>(1, padded * count), "what was kept");
    at::Tensor low = at::empty({rows, std::max<int64_t>(1, padded * count)}, at::kBFloat16);
    auto *u = static_cast<uint16_t *>(low.mutable_data_ptr());
    std::vector<Extra> extras;
    for (int64_t i = 0; i < count; i++) {
      const ct_layer::Addition &addition = layer->additions[i];
      if (!addition.there) {
        for (int64_t r = 0; r < rows; r++) std::memset(u + (r * count + i) * padded, 0, padded * 2);
        continue;
      }
      const Rows16 own{g + layer->firsts[i], layer->outputs}, mine{u + i * padded, padded * count};
      multiply(own, rows, addition.up_back, {}, {Sink::kBFloat16, u + i * padded, padded * count});
      if (a[i] == nullptr || b[i] == nullptr) continue;
      full(a[i], rank, inputs, "the gradient by A");
      full(b[i], layer->widths[i], rank, "the gradient by B");
      multiply_transposed(mine, rank, from, inputs, rows, a[i]->value.mutable_data_ptr<float>(), inputs, false);
      multiply_transposed({t + i * padded, padded * count}, rank, own, layer->widths[i], rows,
                          b[i]->value.mutable_data_ptr<float>(), rank, true);
    }
    if (input == 0) {
      *out = nullptr;
      return;
    }
    if (padded > 0) extras.push_back({{u, padded * count}, &layer->down_back, 0});
    at::Tensor result = at::empty({rows, inputs}, input == 1 ? at::kFloat : at::kBFloat16);
    multiply({g, layer->outputs}, rows, layer->backward, extras,
             {input == 1 ? Sink::kFloat : Sink::kBFloat16, result.mutable_data_ptr(), inputs});
    give(std::move(result), out);
  });
}

#endif
