// Linear layers over reordered weights (packed_tiles.h): plain, added to a sum, gated, and as the largest of each row.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/silu.h>

#include <cmath>

#include "packed_tiles.h"

using namespace ctorch;

namespace {

/// Adds the bias of a panel to its tile.
CT_INLINE Vector with_bias(const ct_packed &packed, int64_t panel, const float *values) {
  const Vector v = load(values);
  return packed.bias.empty() ? v : v + load(packed.bias.data() + panel * kWidth);
}

const float *rows_of(const ct_packed &packed, const ct_tensor *x) {
  const at::Tensor &value = x->value;
  if (value.scalar_type() != at::kFloat || value.dim() != 2 || !value.is_contiguous()) {
    refuse("rows must be a contiguous float32 matrix");
  }
  if (value.size(1) != packed.inputs) {
    refuse("rows of " + std::to_string(value.size(1)) + " values for a layer of " + std::to_string(packed.inputs));
  }
  return value.const_data_ptr<float>();
}

void linear_into(const ct_packed &packed, const float *x, int64_t rows, float *to, bool add) {
  for_each_tile(packed, x, rows, 1, [&](int64_t, int64_t row, int64_t count, int64_t panel, const float *values) {
    const int64_t columns = std::min(kWidth, packed.outputs - panel * kWidth);
    for (int64_t r = 0; r < count; r++) {
      float *out = to + (row + r) * packed.outputs + panel * kWidth;
      const float *from = values + r * kWidth;
      const float *bias = packed.bias.empty() ? nullptr : packed.bias.data() + panel * kWidth;
      if (columns == kWidth && bias == nullptr) {
        if (add) {
          for (int64_t c = 0; c < kWidth; c++) out[c] += from[c];
        } else {
          std::memcpy(out, from, sizeof(float) * kWidth);
        }
        continue;
      }
      for (int64_t c = 0; c < columns; c++) {
        const float value = from[c] + (bias == nullptr ? 0 : bias[c]);
        out[c] = add ? out[c] + value : value;
      }
    }
  });
}

/// The layer by libtorch's own linear, for processors without the kernel; bias in output order.
at::Tensor plain_linear(const ct_packed &packed, const at::Tensor &x) {
  at::Tensor result = at::linear(x.to(packed.data.scalar_type()), packed.data).to(at::kFloat);
  if (!packed.bias.empty()) {
    result.add_(at::from_blob(const_cast<float *>(packed.bias.data()), {packed.outputs}, at::kFloat));
  }
  return result;
}

CT_INLINE void gate_body(const float *gate, const float *up, int64_t count, int32_t activation, float *to) {
  for (int64_t i = 0; i + 16 <= count; i += 16) {
    const Vector x = load(gate + i);
    Vector y;
    if (activation == CT_ACTIVATION_SILU) {
      y = x / (exponential(-x) + 1.0f);
    } else if (activation == CT_ACTIVATION_GELU_TANH) {
      const Vector inner = (x + x * x * x * 0.044715f) * 0.7978845608028654f;
      y = x - x / (exponential(inner * 2.0f) + 1.0f);  // x (1 + tanh(inner)) / 2
    } else {
      for (int k = 0; k < 16; k++) y[k] = 0.5f * x[k] * (1.0f + std::erf(x[k] * 0.70710678118654752f));
    }
    store(to + i, y * load(up + i));
  }
}
CT_DISPATCH(gate, (const float *gate, const float *up, int64_t count, int32_t activation, float *to),
            (gate, up, count, activation, to))

CT_INLINE void keep_best_body(const float *values, int64_t count, int32_t panel, float *best, int32_t *where) {
  for (int64_t i = 0; i < count; i++) {
    const bool wins = values[i] > best[i];
    best[i] = wins ? values[i] : best[i];
    where[i] = wins ? panel : where[i];
  }
}
CT_DISPATCH(keep_best, (const float *values, int64_t count, int32_t panel, float *best, int32_t *where),
            (values, count, panel, best, where))

}  // namespace

int32_t ct_pack(const ct_tensor *const *weights, int32_t count, const ct_tensor *bias, int32_t dtype, bool gated,
                ct_packed **out) {
  return guarded([&] {
    if (dtype != CT_FLOAT32 && dtype != CT_BFLOAT16) refuse("weights are packed as float32 or bfloat16");
    if (count < 1 || (gated && count != 2)) refuse("a gated layer has two weights, any other at least one");
    at::NoGradGuard none;
    auto all = values(weights, count);
    for (at::Tensor &weight : all) {
      if (weight.dim() != 2) refuse("a weight must be a matrix");
      weight = weight.detach().to(at::kCPU, scalar_type(dtype));
    }
    const at::Tensor weight = (count == 1 ? all[0] : at::cat(all, 0)).contiguous();
    auto packed = std::make_unique<ct_packed>();
    packed->bfloat16 = dtype == CT_BFLOAT16;
    packed->gated = gated;
    packed->fast = packed->bfloat16 ? has_avx512_bfloat16() : has_avx512();
    packed->outputs = weight.size(0);
    packed->inputs = weight.size(1);
    if (gated && (all[0].size(0) != all[1].size(0))) refuse("gate and up must have one shape");
    const int64_t half = gated ? packed->outputs / 2 : packed->outputs;
    packed->panels = (half + kWidth - 1) / kWidth * (gated ? 2 : 1);
    packed->steps = packed->bfloat16 ? (packed->inputs + 1) / 2 : packed->inputs;
    packed->units = packed->bfloat16 && packed->fast && has_matrix_units();
    if (packed->units) packed->steps = (packed->steps + 15) / 16 * 16;
    if (bias != nullptr) {
      const at::Tensor values = bias->value.detach().to(at::kCPU, at::kFloat).contiguous();
      if (values.numel() != packed->outputs) refuse("one bias a row is needed");
      const float *from = values.const_data_ptr<float>();
      if (packed->fast) {
        packed->bias.assign(packed->panels * kWidth, 0);
        for (int64_t i = 0; i < packed->panels * kWidth; i++) {
          const int64_t row = output_at(*packed, i / kWidth, i % kWidth);
          if (row < packed->outputs) packed->bias[i] = from[row];
        }
      } else {
        packed->bias.assign(from, from + packed->outputs);
      }
    }
    if (!packed->fast) {
      packed->data = weight.clone();
    } else {
      fill_panels(*packed, weight);
    }
    *out = packed.release();
  });
}

void ct_packed_free(ct_packed *packed) { delete packed; }

size_t ct_packed_bytes(const ct_packed *packed) { return packed->data.nbytes(); }

bool ct_packed_is_fast(const ct_packed *packed) { return packed->fast; }

int32_t ct_packed_linear(const ct_packed *packed, const ct_tensor *x, ct_tensor **out) {
  return guarded([&] {
    if (packed->gated) refuse("these weights were packed as a gated layer");
    const float *from = rows_of(*packed, x);
    if (!packed->fast) return give(plain_linear(*packed, x->value), out);
    const int64_t rows = x->value.size(0);
    at::Tensor result = at::empty({rows, packed->outputs}, at::kFloat);
    linear_into(*packed, from, rows, result.mutable_data_ptr<float>(), false);
    give(std::move(result), out);
  });
}

int32_t ct_packed_linear_add(const ct_packed *packed, const ct_tensor *x, ct_tensor *sum) {
  return guarded([&] {
    if (packed->gated) refuse("these weights were packed as a gated layer");
    const float *from = rows_of(*packed, x);
    const int64_t rows = x->value.size(0);
    at::Tensor &to = sum->value;
    if (to.scalar_type() != at::kFloat || !to.is_contiguous() || to.dim() != 2 || to.size(0) != rows ||
        to.size(1) != packed->outputs) {
      refuse("the sum must be a contiguous float32 matrix of the layer's output");
    }
    if (!packed->fast) {
      to.add_(plain_linear(*packed, x->value));
      return;
    }
    linear_into(*packed, from, rows, to.mutable_data_ptr<float>(), true);
  });
}

int32_t ct_packed_gated(const ct_packed *packed, const ct_tensor *x, int32_t activation, ct_tensor **out) {
  return guarded([&] {
    if (!packed->gated) refuse("these weights were not packed as a gated layer");
    if (activation < CT_ACTIVATION_SILU || activation > CT_ACTIVATION_GELU) refuse("unknown activation");
    const float *from = rows_of(*packed, x);
    const int64_t rows = x->value.size(0), half = packed->outputs / 2;
    if (!packed->fast) {
      const auto parts = plain_linear(*packed, x->value).chunk(2, 1);
      const at::Tensor active = activation == CT_ACTIVATION_SILU ? at::silu(parts[0])
                                : activation == CT_ACTIVATION_GELU_TANH ? at::gelu(parts[0], "tanh")
                                                                        : at::gelu(parts[0], "none");
      return give(active * parts[1], out);
    }
    at::Tensor result = at::empty({rows, half}, at::kFloat);
    float *to = result.mutable_data_ptr<float>();
    for_each_tile(*packed, from, rows, 2, [&](int64_t, int64_t row, int64_t count, int64_t group, float *values) {
      if (!packed->bias.empty()) {
        for (int64_t i = 0; i < 2 * count; i++) {
          const int64_t part = i / count, r = i % count;
          float *line = values + part * kWidth * kWidth + r * kWidth;
          store(line, with_bias(*packed, 2 * group + part, line));
        }
      }
      gate(values, values + kWidth * kWidth, count * kWidth, activation, values);
      const int64_t columns = std::min(kWidth, half - group * kWidth);
      for (int64_t r = 0; r < count; r++) {
        std::memcpy(to + (row + r) * half + group * kWidth, values + r * kWidth, columns * sizeof(float));
      }
    });
    give(std::move(result), out);
  });
}

int32_t ct_packed_argmax(const ct_packed *packed, const ct_tensor *x, ct_tensor **out) {
  return guarded([&] {
    if (packed->gated) refuse("these weights were packed as a gated layer");
    const float *from = rows_of(*packed, x);
    if (!packed->fast) return give(plain_linear(*packed, x->value).argmax(1), out);
    const int64_t rows = x->value.size(0), threads = at::get_num_threads();
    // For each thread, row and column of a panel: the largest value so far and the panel that it is from. Panels come
    // in ascending order, so the first of equals stays. NaN never wins; a row of NaN answers 0.
    const int64_t state = rows * kWidth;
    std::vector<float> best(threads * state, -INFINITY);
    std::vector<int32_t> where(threads * state, 0);
    const auto keep = [&](int64_t thread, int64_t row, int64_t count, int64_t panel, float *values) {
      if (!packed->bias.empty()) {
        for (int64_t r = 0; r < count; r++) {
          store(values + r * kWidth, with_bias(*packed, panel, values + r * kWidth));
        }
      }
      const int64_t columns = packed->outputs - panel * kWidth;
      for (int64_t r = 0; columns < kWidth && r < count; r++) {
        std::fill(values + r * kWidth + columns, values + (r + 1) * kWidth, -INFINITY);
      }
      const int64_t place = thread * state + row * kWidth;
      keep_best(values, count * kWidth, static_cast<int32_t>(panel), best.data() + place, where.data() + place);
    };
    for_each_tile(*packed, from, rows, 1, keep);
    at::Tensor result = at::empty({rows}, at::kLong);
    for (int64_t r = 0; r < rows; r++) {
      float top = -INFINITY;
      int64_t index = 0;
      for (int64_t i = 0; i < threads * kWidth; i++) {
        const int64_t place = i / kWidth * state + r * kWidth + i % kWidth;
        const int64_t mine = where[place] * kWidth + i % kWidth;
        if (best[place] > top || (best[place] == top && top > -INFINITY && mine < index)) {
          top = best[place];
          index = mine;
        }
      }
      result.mutable_data_ptr<int64_t>()[r] = index;
    }
    give(std::move(result), out);
  });
}
