import Testing

/// Seeded damage in the normal suite; `scripts/fuzz/modelfiles.sh` runs far more of it under the address sanitizer.
struct FuzzTests {
  @Test(arguments: Mutator.Format.allCases) func damagedFilesNeverCrash(_ format: Mutator.Format) throws {
    var run = FuzzRun()
    try run.run(format, count: 3000, seed: 20_251_123)
    // The damage must reach beyond the first check: files that open, and a variety of errors.
    #expect(run.outcomes["opened", default: 0] > 50)
    #expect(run.decoded > 50)
    #expect(run.outcomes.count >= 8, "\(run.outcomes)")
  }
}
