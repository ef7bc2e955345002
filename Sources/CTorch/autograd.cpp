// Gradients, and the modes that govern their recording.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "support.h"

using namespace ctorch;

int32_t ct_set_requires_grad(ct_tensor *tensor, bool value) {
  return guarded([&] { tensor->value.set_requires_grad(value); });
}

bool ct_requires_grad(const ct_tensor *tensor) { return tensor->value.requires_grad(); }

int32_t ct_backward(const ct_tensor *loss, const ct_tensor *seed, bool keep_graph) {
  return guarded([&] {
    std::vector<at::Tensor> seeds;
    if (seed != nullptr) seeds.push_back(seed->value);
    torch::autograd::backward({loss->value}, seeds, keep_graph);
  });
}

int32_t ct_grad(const ct_tensor *tensor, ct_tensor **out) {
  return guarded([&] {
    const at::Tensor &grad = tensor->value.grad();
    if (grad.defined()) {
      give(grad, out);
    } else {
      *out = nullptr;
    }
  });
}

int32_t ct_set_grad(ct_tensor *tensor, const ct_tensor *grad) {
  return guarded([&] { tensor->value.mutable_grad() = grad == nullptr ? at::Tensor() : grad->value; });
}

int32_t ct_gradients(const ct_tensor *output, const ct_tensor *seed, const ct_tensor *const *inputs, int32_t count,
                     bool keep_graph, bool create_graph, ct_tensor **outs) {
  return guarded([&] {
    std::vector<at::Tensor> seeds;
    if (seed != nullptr) seeds.push_back(seed->value);
    const auto wanted = values(inputs, count);
    auto grads = torch::autograd::grad({output->value}, wanted, seeds, keep_graph, create_graph, true);
    std::vector<std::unique_ptr<ct_tensor>> results;
    for (int32_t i = 0; i < count; i++) {
      at::Tensor grad = grads[i].defined() ? grads[i] : at::zeros_like(wanted[i]);
      results.push_back(std::make_unique<ct_tensor>(ct_tensor{std::move(grad)}));
    }
    for (int32_t i = 0; i < count; i++) outs[i] = results[i].release();
  });
}

int32_t ct_grad_mode(bool enabled, bool *previous) {
  return guarded([&] {
    *previous = at::GradMode::is_enabled();
    at::GradMode::set_enabled(enabled);
  });
}

int32_t ct_inference_begin(void **guard) {
  return guarded([&] { *guard = new c10::InferenceMode(true); });
}

void ct_inference_end(void *guard) { delete static_cast<c10::InferenceMode *>(guard); }
