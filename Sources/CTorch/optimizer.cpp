// The optimiser's step, in one pass over memory where all is float32 in host memory.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

#include "support.h"
#include "vector.h"

using namespace ctorch;

namespace {

struct Constants {
  float scale, keep, beta1, beta2, epsilon, rate, root;  // keep: 1 - rate · decay; root: 1 / √(1 - β2^step)
};

CT_INLINE void step_some_body(float *p, const float *g, float *m, float *v, int64_t count, const Constants &c) {
  int64_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const Vector gradient = load(g + i) * c.scale;
    const Vector first = load(m + i) + (gradient - load(m + i)) * (1 - c.beta1);
    const Vector second = load(v + i) * c.beta2 + gradient * gradient * (1 - c.beta2);
    store(m + i, first);
    store(v + i, second);
    const Vector denominator = __builtin_elementwise_sqrt(second) * c.root + c.epsilon;
    store(p + i, load(p + i) * c.keep - first / denominator * c.rate);
  }
  for (; i < count; i++) {
    const float gradient = g[i] * c.scale;
    m[i] = m[i] + (gradient - m[i]) * (1 - c.beta1);
    v[i] = v[i] * c.beta2 + gradient * gradient * (1 - c.beta2);
    p[i] = p[i] * c.keep - m[i] / (std::sqrt(v[i]) * c.root + c.epsilon) * c.rate;
  }
}
CT_DISPATCH(step_some, (float *p, const float *g, float *m, float *v, int64_t count, const Constants &c),
            (p, g, m, v, count, c))

bool is_plain(const at::Tensor &x, const at::Tensor &like) {
  return x.scalar_type() == at::kFloat && x.is_contiguous() && x.device().is_cpu() && x.sizes() == like.sizes();
}

}  // namespace

int32_t ct_adamw(ct_tensor *parameter, const ct_tensor *grad, double scale, ct_tensor *first, ct_tensor *second,
                 int64_t step, double rate, double beta1, double beta2, double epsilon, double decay) {
  return guarded([&] {
    if (step < 1) refuse("steps count from 1");
    at::NoGradGuard none;
    at::Tensor p = parameter->value, m = first->value, v = second->value;
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
    const double correction2 = 1 - std::pow(beta2, static_cast<double>(step));
    if (is_plain(p, p) && is_plain(m, p) && is_plain(v, p) && is_plain(grad->value, p)) {
      const Constants c{static_cast<float>(scale),
                        static_cast<float>(1 - rate * decay),
                        static_cast<float>(beta1),
                        static_cast<float>(beta2),
                        static_cast<float>(epsilon),
                        static_cast<float>(rate / correction1),
                        static_cast<float>(1 / std::sqrt(correction2))};
      float *values = p.mutable_data_ptr<float>(), *ms = m.mutable_data_ptr<float>(), *vs = v.mutable_data_ptr<float>();
      const float *g = grad->value.const_data_ptr<float>();
      // Pieces of whole vectors, so that no number's arithmetic depends on where they are cut.
      const int64_t count = p.numel(), vectors = (count + 15) / 16;
      parallel(vectors, 1 << 12, [&](int64_t begin, int64_t end) {
        const int64_t from = begin * 16, here = std::min(count, end * 16) - from;
        step_some(values + from, g + from, ms + from, vs + from, here, c);
      });
      return;
    }
    const at::Tensor g = grad->value.to(m.scalar_type()) * scale;
    p.mul_(1 - rate * decay);
    m.lerp_(g, 1 - beta1);
    v.mul_(beta2).addcmul_(g, g, 1 - beta2);
    const at::Tensor denominator = (v.sqrt() / std::sqrt(correction2)).add_(epsilon);
    p.addcdiv_(m, denominator, -rate / correction1);
  });
}

int32_t ct_sum_of_squares(const ct_tensor *x, double *out) {
  return guarded([&] {
    const at::Tensor &value = x->value;
    if (!is_plain(value, value)) refuse("a contiguous float32 tensor in host memory is needed");
    constexpr int64_t kPiece = 1 << 14;
    const float *from = value.const_data_ptr<float>();
    const int64_t count = value.numel(), pieces = (count + kPiece - 1) / kPiece;
    std::vector<double> sums(pieces, 0);
    parallel(pieces, 4, [&](int64_t begin, int64_t end) {
      for (int64_t piece = begin; piece < end; piece++) {
        double lanes[8] = {};
        const int64_t last = std::min(count, (piece + 1) * kPiece);
        int64_t i = piece * kPiece;
        for (; i + 8 <= last; i += 8) {
          for (int64_t k = 0; k < 8; k++) lanes[k] += static_cast<double>(from[i + k]) * from[i + k];
        }
        for (; i < last; i++) lanes[0] += static_cast<double>(from[i]) * from[i];
        for (const double lane : lanes) sums[piece] += lane;
      }
    });
    *out = 0;
    for (const double sum : sums) *out += sum;
  });
}
