// Operations on each element, reductions, and operations along one axis.
#include "support.h"

#include <ATen/ops/gelu.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/log_sigmoid.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/where.h>

using namespace ctorch;

int32_t ct_unary(int32_t op, const ct_tensor *a, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &x = a->value;
    switch (op) {
      case CT_NEG: return give(x.neg(), out);
      case CT_EXP: return give(x.exp(), out);
      case CT_LOG: return give(x.log(), out);
      case CT_SQRT: return give(x.sqrt(), out);
      case CT_RSQRT: return give(x.rsqrt(), out);
      case CT_TANH: return give(x.tanh(), out);
      case CT_SIGMOID: return give(x.sigmoid(), out);
      case CT_LOG_SIGMOID: return give(at::log_sigmoid(x), out);
      case CT_SILU: return give(at::silu(x), out);
      case CT_GELU: return give(at::gelu(x, "none"), out);
      case CT_GELU_TANH: return give(at::gelu(x, "tanh"), out);
      case CT_RELU: return give(x.relu(), out);
      case CT_ABS: return give(x.abs(), out);
      case CT_SQUARE: return give(x.square(), out);
      case CT_SIN: return give(x.sin(), out);
      case CT_COS: return give(x.cos(), out);
      case CT_RECIPROCAL: return give(x.reciprocal(), out);
      case CT_LOGICAL_NOT: return give(x.logical_not(), out);
      case CT_CLONE: return give(x.clone(), out);
      case CT_CONTIGUOUS: return give(x.contiguous(), out);
      case CT_DETACH: return give(x.detach(), out);
      case CT_ISFINITE: return give(at::isfinite(x), out);
      case CT_SIGN: return give(x.sign(), out);
      case CT_LOG1P: return give(x.log1p(), out);
      default: refuse("unknown unary operation " + std::to_string(op));
    }
  });
}

int32_t ct_binary(int32_t op, const ct_tensor *a, const ct_tensor *b, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &x = a->value, &y = b->value;
    switch (op) {
      case CT_ADD: return give(x.add(y), out);
      case CT_SUB: return give(x.sub(y), out);
      case CT_MUL: return give(x.mul(y), out);
      case CT_DIV: return give(x.div(y), out);
      case CT_POW: return give(x.pow(y), out);
      case CT_MAXIMUM: return give(at::maximum(x, y), out);
      case CT_MINIMUM: return give(at::minimum(x, y), out);
      case CT_EQ: return give(x.eq(y), out);
      case CT_NE: return give(x.ne(y), out);
      case CT_LT: return give(x.lt(y), out);
      case CT_LE: return give(x.le(y), out);
      case CT_GT: return give(x.gt(y), out);
      case CT_GE: return give(x.ge(y), out);
      case CT_AND: return give(x.logical_and(y), out);
      case CT_OR: return give(x.logical_or(y), out);
      case CT_MATMUL: return give(x.matmul(y), out);
      default: refuse("unknown binary operation " + std::to_string(op));
    }
  });
}

int32_t ct_binary_scalar(int32_t op, const ct_tensor *a, double b, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &x = a->value;
    const at::Scalar y(b);
    switch (op) {
      case CT_ADD: return give(x.add(y), out);
      case CT_SUB: return give(x.sub(y), out);
      case CT_MUL: return give(x.mul(y), out);
      case CT_DIV: return give(x.div(y), out);
      case CT_POW: return give(x.pow(y), out);
      case CT_MAXIMUM: return give(x.clamp_min(y), out);
      case CT_MINIMUM: return give(x.clamp_max(y), out);
      case CT_EQ: return give(x.eq(y), out);
      case CT_NE: return give(x.ne(y), out);
      case CT_LT: return give(x.lt(y), out);
      case CT_LE: return give(x.le(y), out);
      case CT_GT: return give(x.gt(y), out);
      case CT_GE: return give(x.ge(y), out);
      default: refuse("operation " + std::to_string(op) + " takes no number on its right side");
    }
  });
}

int32_t ct_where(const ct_tensor *condition, const ct_tensor *a, const ct_tensor *b, ct_tensor **out) {
  return guarded([&] { give(at::where(condition->value, a->value, b->value), out); });
}

int32_t ct_masked_fill(const ct_tensor *a, const ct_tensor *mask, double value, ct_tensor **out) {
  return guarded([&] { give(a->value.masked_fill(mask->value, at::Scalar(value)), out); });
}

int32_t ct_inplace(int32_t op, ct_tensor *a, const ct_tensor *b, double scale) {
  return guarded([&] {
    at::Tensor &x = a->value;
    switch (op) {
      case CT_INPLACE_COPY: x.copy_(b->value); return;
      case CT_INPLACE_ADD: x.add_(b->value, at::Scalar(scale)); return;
      case CT_INPLACE_MUL: x.mul_(b->value); return;
      case CT_INPLACE_DIV: x.div_(b->value); return;
      default: refuse("unknown in-place operation " + std::to_string(op));
    }
  });
}

int32_t ct_inplace_affine(ct_tensor *a, double multiply, double add) {
  return guarded([&] {
    if (multiply == 0) {
      a->value.fill_(add);
      return;
    }
    if (multiply != 1) a->value.mul_(at::Scalar(multiply));
    if (add != 0) a->value.add_(at::Scalar(add));
  });
}

int32_t ct_reduce(int32_t op, const ct_tensor *a, const int64_t *axes, int32_t count, bool keep, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &x = a->value;
    std::vector<int64_t> dims(axes, axes + count);
    if (count == 0) {
      for (int64_t i = 0; i < x.dim(); i++) dims.push_back(i);
    }
    switch (op) {
      case CT_SUM: return give(x.sum(dims, keep), out);
      case CT_MEAN: return give(x.mean(dims, keep), out);
      case CT_AMAX: return give(x.amax(dims, keep), out);
      case CT_AMIN: return give(x.amin(dims, keep), out);
      case CT_LOGSUMEXP: return give(x.logsumexp(dims, keep), out);
      case CT_NORM: return give(x.norm(2, dims, keep), out);
      case CT_VAR: return give(x.var(dims, true, keep), out);
      default: refuse("unknown reduction " + std::to_string(op));
    }
  });
}

int32_t ct_along(int32_t op, const ct_tensor *a, int64_t axis, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &x = a->value;
    switch (op) {
      case CT_ARGMAX: return give(x.argmax(axis), out);
      case CT_SOFTMAX: return give(x.softmax(axis), out);
      case CT_LOG_SOFTMAX: return give(x.log_softmax(axis), out);
      case CT_CUMSUM: return give(x.cumsum(axis), out);
      case CT_ARGSORT: return give(x.argsort(true, axis, false), out);
      case CT_ARGSORT_DESCENDING: return give(x.argsort(true, axis, true), out);
      default: refuse("unknown operation along an axis " + std::to_string(op));
    }
  });
}

int32_t ct_topk(const ct_tensor *a, int64_t count, ct_tensor **values, ct_tensor **positions) {
  return guarded([&] {
    auto [top, where] = a->value.topk(count);
    auto first = std::make_unique<ct_tensor>(ct_tensor{top});
    give(where, positions);
    *values = first.release();
  });
}
