// Embedding and norms of rows.
#include "rows.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>

#include <cmath>

#include "include/ctorch_inference.h"

namespace ctorch {

const float *matrix(const ct_tensor *tensor, int64_t width, const char *what) {
  const at::Tensor &value = tensor->value;
  if (value.scalar_type() != at::kFloat || !value.is_contiguous() || value.dim() < 1 ||
      value.size(value.dim() - 1) != width) {
    refuse(std::string(what) + " must be contiguous float32 with rows of " + std::to_string(width));
  }
  return value.const_data_ptr<float>();
}

namespace {

CT_INLINE void norm_row_body(const float *x, const float *weight, int64_t width, float epsilon, const float *sum_in,
                              float *to) {
  Vector squares = splat(0);
  int64_t i = 0;
  for (; i + 16 <= width; i += 16) {
    const Vector v = load(x + i);
    squares = v * v + squares;
  }
  float total = sum(squares);
  for (; i < width; i++) total += x[i] * x[i];
  const float scale = 1.0f / std::sqrt(total / static_cast<float>(width) + epsilon);
  for (i = 0; i + 16 <= width; i += 16) {
    const Vector v = load(x + i) * scale * load(weight + i);
    store(to + i, sum_in == nullptr ? v : load(sum_in + i) + v);
  }
  for (; i < width; i++) to[i] = x[i] * scale * weight[i] + (sum_in == nullptr ? 0 : sum_in[i]);
}
CT_DISPATCH(norm_row,
            (const float *x, const float *weight, int64_t width, float epsilon, const float *sum_in, float *to),
            (x, weight, width, epsilon, sum_in, to))

/// log Σ exp of a row: sixteen sums side by side, gathered in double precision every 1024 values.
CT_INLINE void log_sum_exp_body(const float *row, int64_t count, double *to) {
  Vector tops = splat(-INFINITY);
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) tops = __builtin_elementwise_max(tops, load(row + i));
  float top = largest(tops);
  for (; i < count; i++) top = row[i] > top ? row[i] : top;
  double total = 0;
  i = 0;
  while (i + 16 <= count) {
    Vector sums = splat(0);
    const int64_t end = i + 1024 < count ? i + 1024 : count;
    for (; i + 16 <= end; i += 16) sums += exponential(load(row + i) - top);
    total += sum(sums);
  }
  for (; i < count; i++) total += std::exp(row[i] - top);
  *to = top + std::log(total);
}
CT_DISPATCH(log_sum_exp, (const float *row, int64_t count, double *to), (row, count, to))

}  // namespace

void normalise(const float *x, const float *weight, int64_t width, float epsilon, const float *sum_in, float *to) {
  norm_row(x, weight, width, epsilon, sum_in, to);
}

}  // namespace ctorch

using namespace ctorch;

int32_t ct_rms_norm(const ct_tensor *x, const ct_tensor *weight, double epsilon, ct_tensor *sum, ct_tensor **out) {
  return guarded([&] {
    const int64_t width = weight->value.numel();
    const float *from = matrix(x, width, "rows");
    const float *w = matrix(weight, width, "the weight");
    const int64_t rows = width == 0 ? 0 : x->value.numel() / width;
    at::Tensor result = sum == nullptr ? at::empty_like(x->value) : sum->value;
    matrix(sum == nullptr ? x : sum, width, "the sum");
    if (result.numel() != x->value.numel()) refuse("the sum must have the shape of the rows");
    float *to = result.mutable_data_ptr<float>();
    const float *add = sum == nullptr ? nullptr : to;
    parallel(rows, 1 + 65536 / std::max<int64_t>(1, width), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; r++) {
        normalise(from + r * width, w, width, static_cast<float>(epsilon), add == nullptr ? nullptr : add + r * width,
                  to + r * width);
      }
    });
    if (sum == nullptr) {
      give(std::move(result), out);
    } else {
      *out = nullptr;
    }
  });
}

int32_t ct_embed(const ct_tensor *table, const int64_t *ids, int64_t count, double scale, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &rows = table->value;
    if (rows.dim() != 2 || !rows.is_contiguous()) refuse("the table must be a contiguous matrix");
    const bool narrow = rows.scalar_type() == at::kBFloat16;
    if (!narrow && rows.scalar_type() != at::kFloat) refuse("the table must be float32 or bfloat16");
    const int64_t size = rows.size(0), width = rows.size(1);
    at::Tensor result = at::empty({count, width}, at::kFloat);
    float *to = result.mutable_data_ptr<float>();
    for (int64_t i = 0; i < count; i++) {
      if (ids[i] < 0 || ids[i] >= size) refuse("there is no row " + std::to_string(ids[i]) + " in the table");
      const int64_t start = ids[i] * width;
      for (int64_t d = 0; d < width; d++) {
        float value;
        if (narrow) {
          const uint32_t bits = static_cast<const uint16_t *>(rows.const_data_ptr())[start + d];
          const uint32_t wide = bits << 16;
          std::memcpy(&value, &wide, sizeof value);
        } else {
          value = static_cast<const float *>(rows.const_data_ptr())[start + d];
        }
        to[i * width + d] = value * static_cast<float>(scale);
      }
    }
    give(std::move(result), out);
  });
}

int32_t ct_row_log_probs(const ct_tensor *logits, const int64_t *targets, int64_t count, ct_tensor **out) {
  return guarded([&] {
    const int64_t width = logits->value.dim() == 2 ? logits->value.size(1) : 0;
    const float *from = matrix(logits, width, "scores");
    if (width == 0 || logits->value.size(0) != count) refuse("there must be one target for each row of scores");
    for (int64_t r = 0; r < count; r++) {
      if (targets[r] < 0 || targets[r] >= width) refuse("there is no score for target " + std::to_string(targets[r]));
    }
    at::Tensor result = at::empty({count}, at::kDouble);
    double *to = result.mutable_data_ptr<double>();
    parallel(count, 1, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; r++) {
        log_sum_exp(from + r * width, width, to + r);
        to[r] = from[r * width + targets[r]] - to[r];
      }
    });
    give(std::move(result), out);
  });
}
