internal import IsoglossTorch

extension ModelConfiguration {
  /// The configuration as `config.json` of transformers 4 and 5 spells it.
  /// - Throws: `ModelError.unsupported` where the file format has no words for it.
  func huggingFace(dtype: String) throws -> [String: Any] {
    let isGemma = architecture == .gemma3
    let classes: [Architecture: String] = [
      .llama: "LlamaForCausalLM", .qwen2: "Qwen2ForCausalLM", .qwen3: "Qwen3ForCausalLM",
      .mistral: "MistralForCausalLM",
      .gemma3: "Gemma3ForCausalLM",
    ]
    let activations: [Activation: String] = [.silu: "silu", .geluTanh: "gelu_pytorch_tanh", .gelu: "gelu"]
    var values: [String: Any] = [
      "architectures": [classes[architecture] ?? ""], "model_type": architecture.rawValue, "hidden_size": width,
      "intermediate_size": hiddenWidth, "num_hidden_layers": layers, "num_attention_heads": heads,
      "num_key_value_heads": sharedHeads, "head_dim": headWidth, "vocab_size": vocabulary,
      "max_position_embeddings": context, "rms_norm_eps": epsilon, "tie_word_embeddings": isTied,
      isGemma ? "hidden_activation" : "hidden_act": activations[activation] ?? "silu", "rope_theta": rope.base,
      "attention_bias": hasOutputBias, "dtype": dtype, "torch_dtype": dtype,
    ]
    if architecture == .llama { values["mlp_bias"] = hasMLPBias }
    if !endTokens.isEmpty { values["eos_token_id"] = endTokens.count == 1 ? endTokens[0] as Any : endTokens }
    switch rope.scaling {
    case .none: break
    case .linear(let factor): values["rope_scaling"] = ["rope_type": "linear", "factor": factor]
    case .llama3(let factor, let low, let high, let original):
      values["rope_scaling"] = [
        "rope_type": "llama3", "factor": factor, "low_freq_factor": low, "high_freq_factor": high,
        "original_max_position_embeddings": Int(original),
      ]
    case .factors:
      throw ModelError(
        .unsupported, "The model's rotary factors stand in its file one by one; config.json has no words for that.")
    }
    if let window { values["sliding_window"] = window }
    if isGemma {
      values["query_pre_attn_scalar"] = 1 / (attentionScale * attentionScale)
      values["rope_local_base_freq"] = slidingRope.base
      values["layer_types"] = slides.map { $0 ? "sliding_attention" : "full_attention" }
      values["attn_logit_softcapping"] = nil
    } else if slides.contains(true), architecture != .mistral {
      values["use_sliding_window"] = true
      values["layer_types"] = slides.map { $0 ? "sliding_attention" : "full_attention" }
    }
    return values
  }
}
