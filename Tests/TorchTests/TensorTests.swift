import IsoglossTorch
import Testing

/// Numbers here are worked out by hand or follow from a definition.
@Suite struct TensorTests {
  @Test("numbers go in and come out, whatever the type", arguments: DType.allCases)
  func roundTrip(dtype: DType) throws {
    let tensor = try Tensor([1, 0, 1, 1, 0, 1] as [Float], shape: [2, 3]).to(dtype)
    #expect(try tensor.dtype == dtype)
    #expect(tensor.shape == [2, 3] && tensor.rank == 2 && tensor.count == 6)
    #expect(try tensor.floats() == [1, 0, 1, 1, 0, 1])
    #expect(try tensor.ints() == [1, 0, 1, 1, 0, 1])
  }

  @Test("empty tensors are tensors")
  func empty() throws {
    let tensor = try Tensor([Float](), shape: [0, 4])
    #expect(tensor.shape == [0, 4])
    #expect(try tensor.floats() == [])
  }

  @Test("elements in place and views share memory")
  func sharing() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]).to(.float32)
    let row = try tensor.selected(0, 1)
    try row.scale(by: 10, plus: 1)
    #expect(try tensor.floats() == [1, 2, 3, 41, 51, 61])
    try tensor.withElements(of: Float.self) { $0[0] = 7 }
    #expect(try tensor.sliced(1, 0..<2).floats() == [7, 2, 41, 51])
    #expect(try tensor.clone().floats() == tensor.floats())
  }

  @Test("shapes")
  func shapes() throws {
    let tensor = try Tensor.arange(6).reshaped(2, 3)
    #expect(try tensor.transposed().ints() == [0, 3, 1, 4, 2, 5])
    #expect(try tensor.permuted(1, 0).shape == [3, 2])
    #expect(try tensor.unsqueezed(1).expanded([2, 2, 3]).ints() == [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5])
    #expect(try tensor.repeatedInterleaved(2, axis: 0).ints() == [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5])
    #expect(try Tensor.concatenated([tensor, tensor], 1).shape == [2, 6])
    #expect(try Tensor.stacked([tensor, tensor], 0).shape == [2, 2, 3])
    #expect(try tensor.rows(Tensor([1, 0, 1])).ints() == [3, 4, 5, 0, 1, 2, 3, 4, 5])
    #expect(try tensor.gathered(1, Tensor([2, 0], shape: [2, 1])).ints() == [2, 3])
    let added = try Tensor.zeros([3]).scatterAdded(0, Tensor([0, 2, 2]), Tensor([1, 2, 3] as [Float]))
    #expect(try added.floats() == [1, 0, 5])
  }

  @Test("reductions")
  func reductions() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 9] as [Float], shape: [2, 3])
    #expect(try tensor.sum().item() == 24)
    #expect(try tensor.sum(0).floats() == [5, 7, 12])
    #expect(try tensor.mean(1, keep: true).shape == [2, 1])
    #expect(try tensor.mean(1).floats() == [2, 6])
    #expect(try tensor.max(1).floats() == [3, 9] && tensor.min().item() == 1)
    #expect(try tensor.variance(1).floats() == [1, 7])
    #expect(try tensor.argmax(1).ints() == [2, 2])
    #expect(try tensor.cumulativeSum(1).floats() == [1, 3, 6, 4, 9, 18])
    #expect(try tensor.argsort(1, descending: true).ints() == [2, 1, 0, 2, 1, 0])
    let top = try tensor.top(2)
    #expect(try top.values.floats() == [3, 2, 9, 5] && top.positions.ints() == [2, 1, 2, 1])
    #expect(try Tensor([3, 4] as [Float]).norm().item() == 5)
    #expect(try Tensor([1000, 1000] as [Float]).logSumExp(0).item() == 1000 + Double(Float(0.6931472)).rounded(to: 4))
  }

  @Test("a symmetric matrix is put together again from its eigenvectors, any matrix from its singular vectors")
  func decompositions() throws {
    let random = try RandomStream(seed: 5)
    let a = try random.normal([4, 4])
    let symmetric = try a + a.transposed()
    let (values, vectors) = try symmetric.symmetricEigen()
    let again = try (vectors * values).matmul(vectors.transposed())
    #expect(try (again - symmetric).abs().max().item() < 1e-5)
    let b = try random.normal([5, 3])
    let (u, s, vt) = try b.singularValues()
    #expect(try ((u * s).matmul(vt) - b).abs().max().item() < 1e-5)
  }

  @Test("failures are thrown with libtorch's message")
  func failures() throws {
    let a = try Tensor.zeros([2, 3])
    let error = #expect(throws: TorchError.self) { try a.matmul(a) }
    #expect(error?.code == .torch)
    #expect(error?.message.contains("2x3") == true)
    #expect(throws: TorchError.self) { try Tensor([1, 2] as [Float], shape: [3]) }
    #expect(throws: TorchError.self) { try a.item() }
    #expect(throws: TorchError.self) { try a.sliced(0, 1..<5) }
    #expect(throws: TorchError.self) { try a.selected(7, 0) }
    #expect(throws: TorchError.self) { try Tensor.concatenated([], 0) }
    #expect(throws: TorchError.self) { try a.withElements(of: UInt8.self) { _ in } }
    #expect(throws: TorchError.self) { try a.transposed().withElements(of: Float.self) { _ in } }
    #expect(throws: TorchError.self) { try Processor.setThreads(0) }
    #expect(throws: TorchError.self) { try Tensor.zeros([1 << 50]) }
    if !Processor.hasCUDA { #expect(throws: TorchError.self) { try a.to(Device.cuda(0)) } }
  }

  @Test("streams with equal seeds draw equally, and a state brings a draw back")
  func randomness() throws {
    let a = try RandomStream(seed: 3)
    let b = try RandomStream(seed: 3)
    let first = try a.normal([100]).floats()
    #expect(try b.normal([100]).floats() == first)
    #expect(try RandomStream(seed: 4).normal([100]).floats() != first)
    let state = try a.state()
    let next = try a.uniform([10]).floats()
    try a.setState(state)
    #expect(try a.uniform([10]).floats() == next)
    #expect(next.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(first.reduce(0, +) / 100) < 0.5)
  }
}

extension Double {
  fileprivate func rounded(to places: Int) -> Double {
    // float32 near 1000 has about four decimal places.
    Double(Float(1000 + self)) - 1000
  }
}
