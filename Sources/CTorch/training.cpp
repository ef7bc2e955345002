// The C interface of ctorch_training.h over the kernels: shapes and types are checked here.
#include "include/ctorch_training.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <memory>

#include "support.h"
#include "training_attention.h"
#include "training_head.h"
#include "training_rows.h"

using namespace ctorch;

struct ct_sight {
  Sight value;
  std::vector<int64_t> positions;
};

struct ct_head {
  Head value;
  at::Tensor vectors;
};

namespace {

/// A contiguous matrix of the given type; `width` 0 takes any.
const at::Tensor &matrix(const ct_tensor *tensor, at::ScalarType type, int64_t rows, int64_t width, const char *what) {
  const at::Tensor &value = tensor->value;
  if (value.scalar_type() != type || value.dim() != 2 || !value.is_contiguous() || !value.device().is_cpu() ||
      (rows >= 0 && value.size(0) != rows) || (width > 0 && value.size(1) != width)) {
    refuse(std::string(what) + " must be a contiguous matrix [" + std::to_string(rows) + ", " + std::to_string(width) +
           "] of " + c10::toString(type));
  }
  return value;
}

const uint16_t *half(const ct_tensor *tensor, int64_t rows, int64_t width, const char *what) {
  return static_cast<const uint16_t *>(matrix(tensor, at::kBFloat16, rows, width, what).const_data_ptr());
}

const float *full(const ct_tensor *tensor, int64_t rows, int64_t width, const char *what) {
  return matrix(tensor, at::kFloat, rows, width, what).const_data_ptr<float>();
}

const float *list(const ct_tensor *tensor, int64_t count, const char *what) {
  if (tensor == nullptr) return nullptr;
  const at::Tensor &value = tensor->value;
  if (value.scalar_type() != at::kFloat || !value.is_contiguous() || value.numel() != count) {
    refuse(std::string(what) + " must be " + std::to_string(count) + " contiguous float32 values");
  }
  return value.const_data_ptr<float>();
}

at::Tensor halves(int64_t rows, int64_t width) { return at::empty({rows, width}, at::kBFloat16); }
uint16_t *data(at::Tensor &tensor) { return static_cast<uint16_t *>(tensor.mutable_data_ptr()); }

int64_t width_of(const ct_tensor *tensor) {
  if (tensor->value.dim() != 2) refuse("rows must be a matrix");
  return tensor->value.size(1);
}

int64_t rows_of(const ct_tensor *tensor) {
  if (tensor->value.dim() != 2) refuse("rows must be a matrix");
  return tensor->value.size(0);
}

void need_units() {
  if (!has_tile_kernels()) refuse("this processor has no kernels for bfloat16");
}

void need_whole(int64_t width) {
  if (width <= 0 || width % 32 != 0) refuse("a width of " + std::to_string(width) + " is no multiple of 32");
}

}  // namespace

bool ct_has_training_kernels(void) { return has_tile_kernels(); }
bool ct_has_matrix_units(void) { return has_matrix_units(); }

int32_t ct_sight_new(const int64_t *segments, int64_t count, const int64_t *positions, int64_t rows, int64_t window,
                     ct_sight **out) {
  return guarded([&] {
    int64_t at = 0, group = 0;
    for (int64_t s = 0; s < count; s++) {
      const int64_t *n = segments + 4 * s;
      if (n[3] == 0) group = n[0];
      if (n[0] != at || n[1] < 1 || n[3] < 0 || (n[3] > 0 && (n[2] < group || n[2] + n[3] > n[0]))) {
        refuse("segments must follow each other, each behind its context");
      }
      at += n[1];
      if (at - group > 1 << 14) refuse("texts that share a prompt have more than 16384 tokens");
    }
    if (at != rows || count < 1 || window < 0) refuse("segments must cover all rows");
    auto sight = std::make_unique<ct_sight>();
    sight->value = make_sight(segments, count, positions, rows, window);
    sight->positions.assign(positions, positions + rows);
    *out = sight.release();
  });
}

void ct_sight_free(ct_sight *sight) { delete sight; }

#if CT_MATRIX_UNITS

int32_t ct_train_norm(const ct_tensor *x, const ct_tensor *weight, double epsilon, ct_tensor **out,
                      ct_tensor **scales) {
  return guarded([&] {
    need_units();
    const int64_t rows = rows_of(x), width = width_of(x);
    need_whole(width);
    at::Tensor result = halves(rows, width), s = at::empty({rows}, at::kFloat);
    norm_rows(full(x, rows, width, "rows"), list(weight, width, "the weight"), rows, width,
              static_cast<float>(epsilon), data(result), s.mutable_data_ptr<float>());
    give(std::move(s), scales);
    give(std::move(result), out);
  });
}

int32_t ct_train_norm_add(const ct_tensor *y, const ct_tensor *weight, double epsilon, const ct_tensor *x,
                          ct_tensor **out, ct_tensor **scales) {
  return guarded([&] {
    need_units();
    const int64_t rows = rows_of(y), width = width_of(y);
    need_whole(width);
    at::Tensor result = at::empty({rows, width}, at::kFloat), s = at::empty({rows}, at::kFloat);
    norm_add_rows(half(y, rows, width, "rows"), list(weight, width, "the weight"), rows, width,
                  static_cast<float>(epsilon), full(x, rows, width, "the sum"), result.mutable_data_ptr<float>(),
                  s.mutable_data_ptr<float>());
    give(std::move(s), scales);
    give(std::move(result), out);
  });
}

int32_t ct_train_norm_backward(const ct_tensor *gradient, const ct_tensor *x, const ct_tensor *weight,
                               const ct_tensor *scales, ct_tensor *sum) {
  return guarded([&] {
    need_units();
    const int64_t rows = rows_of(x), width = width_of(x);
    need_whole(width);
    full(sum, rows, width, "the sum");
    norm_rows_backward(full(gradient, rows, width, "the gradient"), full(x, rows, width, "rows"),
                       list(weight, width, "the weight"), list(scales, rows, "scales"), rows, width,
                       sum->value.mutable_data_ptr<float>());
  });
}

int32_t ct_train_norm_add_backward(const ct_tensor *gradient, const ct_tensor *y, const ct_tensor *weight,
                                   const ct_tensor *scales, ct_tensor **out) {
  return guarded([&] {
    need_units();
    const int64_t rows = rows_of(y), width = width_of(y);
    need_whole(width);
    at::Tensor result = halves(rows, width);
    norm_add_rows_backward(full(gradient, rows, width, "the gradient"), half(y, rows, width, "rows"),
                           list(weight, width, "the weight"), list(scales, rows, "scales"), rows, width, data(result));
    give(std::move(result), out);
  });
}

int32_t ct_train_gate(const ct_tensor *gate_up, int32_t activation, ct_tensor **out) {
  return guarded([&] {
    need_units();
    const int64_t rows = rows_of(gate_up), width = width_of(gate_up) / 2;
    need_whole(width);
    at::Tensor result = halves(rows, width);
    gate_rows(half(gate_up, rows, 2 * width, "rows"), rows, width, activation, data(result));
    give(std::move(result), out);
  });
}

int32_t ct_train_gate_backward(const ct_tensor *gradient, const ct_tensor *gate_up, int32_t activation,
                               ct_tensor **out) {
  return guarded([&] {
    need_units();
    const int64_t rows = rows_of(gate_up), width = width_of(gate_up) / 2;
    need_whole(width);
    at::Tensor result = halves(rows, 2 * width);
    gate_rows_backward(half(gradient, rows, width, "the gradient"), half(gate_up, rows, 2 * width, "rows"), rows, width,
                       activation, data(result));
    give(std::move(result), out);
  });
}

namespace {

struct Shape {
  int64_t rows, all, kept, width;  // all: heads of qkv; kept: those that are turned
  Rotation rotation;
  AttentionShape attention;
};

Shape checked(ct_attention_shape shape, const ct_sight *sight) {
  need_units();
  need_whole(shape.width);
  if (shape.shared < 1 || shape.heads < shape.shared || shape.heads % shape.shared != 0 || shape.width > 1024) {
    refuse("key/value heads must divide the heads, of at most 1024 values");
  }
  Shape result{sight->value.rows, shape.heads + 2 * shape.shared, shape.heads + shape.shared, shape.width, {}, {}};
  result.attention = {shape.heads, shape.shared, shape.width, static_cast<float>(shape.scale), shape.slides};
  return result;
}

Rotation rotation(ct_attention_shape shape, const ct_tensor *query_norm, const ct_tensor *key_norm, double epsilon,
                  const ct_tensor *cosines, const ct_tensor *sines, const ct_sight *sight) {
  const int64_t positions = rows_of(cosines);
  for (const int64_t position : sight->positions) {
    if (position < 0 || position >= positions) refuse("a position is outside of the tables");
  }
  return {shape.heads,
          shape.shared,
          shape.width,
          list(query_norm, shape.width, "the queries' norm"),
          list(key_norm, shape.width, "the keys' norm"),
          static_cast<float>(epsilon),
          full(cosines, positions, shape.width / 2, "cosines"),
          full(sines, positions, shape.width / 2, "sines"),
          sight->positions.data()};
}

}  // namespace

int32_t ct_train_rotate(const ct_tensor *qkv, ct_attention_shape shape, const ct_tensor *query_norm,
                        const ct_tensor *key_norm, double epsilon, const ct_tensor *cosines, const ct_tensor *sines,
                        const ct_sight *sight, ct_tensor **out) {
  return guarded([&] {
    const Shape n = checked(shape, sight);
    at::Tensor result = halves(n.kept * n.rows, n.width);
    rotate_rows(half(qkv, n.rows, n.all * n.width, "rows"), n.rows,
                rotation(shape, query_norm, key_norm, epsilon, cosines, sines, sight), data(result));
    give(std::move(result), out);
  });
}

int32_t ct_train_rotate_backward(const ct_tensor *gradient, const ct_tensor *qkv, ct_attention_shape shape,
                                 const ct_tensor *query_norm, const ct_tensor *key_norm, double epsilon,
                                 const ct_tensor *cosines, const ct_tensor *sines, const ct_sight *sight,
                                 ct_tensor **out) {
  return guarded([&] {
    const Shape n = checked(shape, sight);
    at::Tensor result = halves(n.rows, n.all * n.width);
    rotate_rows_backward(full(gradient, n.all * n.rows, n.width, "the gradient"),
                         half(qkv, n.rows, n.all * n.width, "rows"), n.rows,
                         rotation(shape, query_norm, key_norm, epsilon, cosines, sines, sight), data(result));
    give(std::move(result), out);
  });
}

int32_t ct_train_attend(const ct_tensor *turned, const ct_tensor *qkv, const ct_sight *sight, ct_attention_shape shape,
                        ct_tensor **out, ct_tensor **log_sums) {
  return guarded([&] {
    const Shape n = checked(shape, sight);
    at::Tensor result = halves(n.rows, shape.heads * n.width), sums = at::empty({shape.heads * n.rows}, at::kFloat);
    attend(half(turned, n.kept * n.rows, n.width, "queries and keys"), half(qkv, n.rows, n.all * n.width, "rows"),
           sight->value, n.attention, data(result), sums.mutable_data_ptr<float>());
    give(std::move(sums), log_sums);
    give(std::move(result), out);
  });
}

int32_t ct_train_attend_backward(const ct_tensor *gradient, const ct_tensor *result, const ct_tensor *turned,
                                 const ct_tensor *qkv, const ct_tensor *log_sums, const ct_sight *sight,
                                 ct_attention_shape shape, ct_tensor **out) {
  return guarded([&] {
    const Shape n = checked(shape, sight);
    at::Tensor to = at::empty({n.all * n.rows, n.width}, at::kFloat);
    attend_backward(half(gradient, n.rows, shape.heads * n.width, "the gradient"),
                    half(result, n.rows, shape.heads * n.width, "the result"),
                    half(turned, n.kept * n.rows, n.width, "queries and keys"),
                    half(qkv, n.rows, n.all * n.width, "rows"), list(log_sums, shape.heads * n.rows, "sums"),
                    sight->value, n.attention, to.mutable_data_ptr<float>());
    give(std::move(to), out);
  });
}

int32_t ct_train_pick(const ct_tensor *x, const int64_t *places, int64_t count, ct_tensor **out) {
  return guarded([&] {
    const int64_t rows = rows_of(x), width = width_of(x);
    const float *from = full(x, rows, width, "rows");
    at::Tensor result = at::empty({count, width}, at::kFloat);
    for (int64_t i = 0; i < count; i++) {
      if (places[i] < 0 || places[i] >= rows) refuse("there is no row " + std::to_string(places[i]));
      std::memcpy(result.mutable_data_ptr<float>() + i * width, from + places[i] * width, width * sizeof(float));
    }
    give(std::move(result), out);
  });
}

int32_t ct_train_pick_backward(const ct_tensor *gradient, const int64_t *places, int64_t count, int64_t rows,
                               ct_tensor **out) {
  return guarded([&] {
    const int64_t width = width_of(gradient);
    const float *from = full(gradient, count, width, "the gradient");
    at::Tensor result = at::zeros({rows, width}, at::kFloat);
    float *to = result.mutable_data_ptr<float>();
    for (int64_t i = 0; i < count; i++) {
      if (places[i] < 0 || places[i] >= rows) refuse("there is no row " + std::to_string(places[i]));
      for (int64_t c = 0; c < width; c++) to[places[i] * width + c] += from[i * width + c];
    }
    give(std::move(result), out);
  });
}

int32_t ct_train_scale(ct_tensor *rows, const float *factors, int64_t count) {
  return guarded([&] {
    const int64_t width = width_of(rows);
    full(rows, count, width, "rows");
    float *to = rows->value.mutable_data_ptr<float>();
    for (int64_t i = 0; i < count * width; i++) to[i] *= factors[i / width];
  });
}

int32_t ct_head_new(const ct_tensor *vectors, ct_head **out) {
  return guarded([&] {
    need_units();
    const int64_t tokens = rows_of(vectors), width = width_of(vectors);
    need_whole(width);
    auto head = std::make_unique<ct_head>();
    pack_head(head->value, half(vectors, tokens, width, "the head"), tokens, width);
    head->vectors = vectors->value.detach();
    *out = head.release();
  });
}

void ct_head_free(ct_head *head) { delete head; }

size_t ct_head_bytes(const ct_head *head) { return head->value.bytes(); }

int32_t ct_head_score(const ct_head *head, const ct_tensor *h, const int64_t *targets, int64_t count,
                      ct_tensor **log_probs, ct_tensor **entropies, ct_tensor **correct, ct_tensor **gradients) {
  return guarded([&] {
    const Head &value = head->value;
    const uint16_t *rows = half(h, count, value.width, "rows");
    for (int64_t i = 0; i < count; i++) {
      if (targets[i] < 0 || targets[i] >= value.tokens) refuse("there is no token " + std::to_string(targets[i]));
    }
    at::Tensor l = at::empty({count}, at::kDouble), e = at::empty({count}, at::kDouble), c = at::empty({count}, at::kByte);
    at::Tensor g = gradients == nullptr ? at::Tensor() : at::empty({count, value.width}, at::kFloat);
    score_rows(value, static_cast<const uint16_t *>(head->vectors.const_data_ptr()), rows, count, targets,
               {l.mutable_data_ptr<double>(), e.mutable_data_ptr<double>(), c.mutable_data_ptr<uint8_t>(),
                gradients == nullptr ? nullptr : g.mutable_data_ptr<float>()});
    give(std::move(l), log_probs);
    give(std::move(e), entropies);
    give(std::move(c), correct);
    if (gradients != nullptr) give(std::move(g), gradients);
  });
}

#endif
