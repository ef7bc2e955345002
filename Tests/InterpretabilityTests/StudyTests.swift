import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossStatistics
import IsoglossTorch
import Testing

@testable import IsoglossInterpretability

extension Section {
  /// Whether its lead or a note tells what would refute it.
  var saysWhatRefutesIt: Bool {
    lead.contains("efuted")
      || blocks.contains { block in
        guard case .note(let text) = block else { return false }
        return text.contains("efuted")
      }
  }
}

/// Reads every answer that begins with an I as a refusal.
private struct LetterJudge: Judge {
  let name = "letter"
  let officialLanguages: Set<Language>? = nil
  let judgesHarm = false

  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    inputs.map { input in
      let declines = input.completion.text.trimmingCharacters(in: .whitespaces).hasPrefix("I")
      return Verdict(
        judge: name, outcome: declines ? .refusal : .compliance, harm: .unscored("none"), refusal: .scored(declines),
        hazards: [], probability: nil, language: .unscored("none"), raw: "")
    }
  }
}

/// Lenses, probes and whole studies, small.
@Suite(.serialized) struct StudyTests {
  private func sets() throws -> [StudyPrompts] {
    let harmful = [
      "Tell me a secret", "Say something rude", "Open the neighbour's post", "Read her diary aloud", "Take his lunch",
      "Lie to a friend", "Skip the queue",
    ]
    let benign = [
      "Bake a cake", "Name a river", "Count to ten", "Greet a friend", "Plant a tree", "Draw a cat", "Fold a shirt",
    ]
    return try StudyPrompts.twoLanguages(harmful: harmful, benign: benign, .init(train: 3, validation: 1, test: 3))
  }

  private func model() async throws -> LocalModel {
    let entry = try ModelCatalog().resolve("smollm2-135m-instruct")
    return try await LocalModel.load(entry, fingerprint: "test", options: .init(dtype: .bfloat16, threads: 1))
  }

  @Test("whole studies give complete measures, and the same ones again")
  func studies() async throws {
    let (model, sets) = (try await model(), try sets())
    let tokens = RefusalTokens(refusals: [57, 57, 1], compliances: [2])
    let known = [Language.english: tokens, Language("de"): tokens].compactMapValues { $0 }
    var settings = DirectionStudy.Settings()
    settings.controls = 2
    settings.answers = 2
    settings.answerTokens = 3
    settings.resamples = 50
    settings.rule.step = 12
    settings.rule.positions = 1
    let study = try DirectionStudy(
      model: model, prompts: sets, tokens: known, judge: LetterJudge(), settings: settings)
    let (first, again) = (try await study.run(), try await study.run())
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(try encoder.encode(first) == encoder.encode(again))
    #expect(first.findings.count == 2 && first.drops.allSatisfy { $0.count == 2 } && first.outcomes.count == 2)
    #expect(first.findings.allSatisfy { $0.separation.count == 31 && $0.direction.vector.count == 576 })
    #expect(first.findings.allSatisfy { !$0.isFiltered && $0.used == [3, 3] })
    #expect(first.plane.count == 12 && first.positions == 6)
    #expect(first.sections.count == 5 && !first.headline.isEmpty)
    let notes = first.sections[0].blocks.compactMap { block -> String? in
      guard case .note(let text) = block else { return nil }
      return text
    }
    #expect(notes.contains { $0.contains("of 4 such tests chance alone lets up to 0.2 pass") })
    // What changes every answer lowers refusals too: a place beyond every limit of KL is not found.
    var sure = first
    for index in sure.findings.indices {
      sure.findings[index].ablation = .init(
        change: Estimate(value: 2, low: 1, high: 3, n: 3), random: [Double](repeating: 0, count: 20), shuffled: [])
      sure.findings[index].direction.rule = index == 0 ? .strict : .unrestricted
    }
    #expect(sure.findings.allSatisfy { $0.ablation.holds })
    #expect(sure.headline.contains("in 1 of 2 languages"))
    // A control that is shorter than the direction would do less when it is added.
    let direction = first.findings[0].direction
    var tongue = study.tongues[0]
    tongue.used = (tongue.harmful[.train] ?? [], tongue.benign[.train] ?? [])
    let look = try await study.look(tongue, direction, direction)
    #expect(look.shuffled.count == 2)
    #expect(look.shuffled.allSatisfy { abs($0.length / direction.vector.length - 1) < 1e-9 })
    // Another language with the same prompts has shuffles of its own.
    tongue.language = Language("lv")
    let other = try await study.look(tongue, direction, direction)
    #expect(other.differences == look.differences && other.shuffled != look.shuffled)
    for row in 0..<2 {
      #expect(first.drops[row][row] == first.findings[row].ablation.change)
    }
    // A change in another language is marked where no control in that language does as much.
    var crossed = first
    crossed.drops[0] = [1, 1].map { Estimate(value: $0, low: 0.5, high: 2, n: 3) }
    for (column, control) in [(0, 1.5), (1, 0.5)] {
      (crossed.findings[column].ablation.random, crossed.findings[column].ablation.shuffled) = ([control], [0])
    }
    // Nor is what a direction beyond every limit of KL does, wherever it is applied.
    for (rule, marks) in [
      (RefusalDirection.Rule.strict, [Table.Emphasis.none, .good]), (.unrestricted, [.none, .none]),
    ] {
      crossed.findings[0].direction.rule = rule
      let section = try #require(crossed.sections.first { $0.id == "direction-crossing" })
      guard case .table(let table) = try #require(section.blocks.first) else { throw CancellationError() }
      #expect(table.rows[0].dropFirst().map(\.emphasis) == marks)
    }
    // The template's tokens are the same in every prompt: before the first block there is no direction to compare.
    #expect(first.cosines.byLayer.count == 31 && first.cosines.byLayer[0] == nil && first.cosines.byLayer[30] != nil)

    let lens = try await LensStudy(model: model, prompts: sets, tokens: known, settings: settings).run([
      .init(
        source: Language("de"), (0..<9).map { ("word\($0)", "Wort\($0)") }, target: Language("pl"),
        [("money", "a")])
    ])
    #expect(lens.thoughts.isEmpty && lens.findings.allSatisfy { $0.auc.count == 31 && $0.control.count == 31 })
    #expect(!lens.sections.isEmpty && !lens.headline.isEmpty && lens.draws == 2)
    var turned = lens
    turned.findings.reverse()
    for (measures, name) in [(lens, "English"), (turned, "German")] {
      guard case .table(let table) = try #require(measures.sections.first?.blocks.first) else {
        Issue.record("no table first")
        continue
      }
      #expect(table.columns.last?.title == "Share of \(name) tokens, at most")
    }

    var probing = ProbeStudy.Settings()
    probing.layers = 2
    probing.shuffles = 1
    probing.least = 2
    probing.answerTokens = 2
    let probes = try await ProbeStudy(model: model, prompts: sets, judge: LetterJudge(), settings: probing).run()
    #expect(probes.layers == [1, 30] && probes.crossings[0].auc.count == 2)
    #expect(probes.language?.benign.count == 2)
    // Three test prompts of each intent in each of two languages.
    #expect(probes.language?.benignPrompts == 6 && probes.language?.harmfulPrompts == 6)
    #expect(!probes.sections.isEmpty && !probes.headline.isEmpty && probes.crossings[0].isChosen)
    for section in first.sections + lens.sections + probes.sections {
      #expect(section.saysWhatRefutesIt, "\(section.id)")
    }
    // With one class to choose a layer by, none is chosen.
    var oneClass = sets
    for index in oneClass.indices { oneClass[index].benign[.validation] = [] }
    probing.answerTokens = 0
    let blind = try await ProbeStudy(model: model, prompts: oneClass, judge: LetterJudge(), settings: probing).run()
    #expect(blind.crossings.map(\.isChosen) == [false] && blind.crossings[0].layer == 30)
    #expect(blind.crossings[0].byLayer == [nil, nil])

    let finder = RefusalTokenFinder(model: model, judge: LetterJudge())
    let found = try await finder.find(
      sets,
      answers: [
        LabelledAnswer(
          id: "1", group: nil, language: Language("de"), prompt: "Wie?", response: "Nein.", outcome: .refusal,
          harm: nil,
          refusal: true, labeller: "test", split: .train)
      ])
    #expect(found.values.allSatisfy { $0.asked == 6 })

    await #expect(throws: InterpretabilityError.self) {
      try await PatchStudy(model: model, prompts: [sets[0]], tokens: known).run()
    }
    #expect(throws: InterpretabilityError.self) {
      try DirectionStudy(model: model, prompts: sets, tokens: [.english: tokens].compactMapValues { $0 })
    }
  }

  @Test("languages, uses and seeds have draws of their own, and the same ones again")
  func draws() {
    let (english, german) = (Language.english, Language("de"))
    func first(_ draw: Draw, _ languages: Language..., seed: UInt64 = 0) -> UInt64 {
      var generator =
        languages.count == 1
        ? draw.generator(seed: seed, languages[0]) : draw.generator(seed: seed, languages[0], languages[1])
      return generator.next()
    }
    let all = [
      first(.labels, english), first(.labels, german), first(.directions, english), first(.tokens, english),
      first(.labels, english, seed: 1), first(.heads, english, german), first(.heads, german, english),
    ]
    #expect(Set(all).count == all.count)
    #expect(first(.labels, german) == all[1])
    // By another program: FNV-1a over seed, use and code.
    #expect(Draw.labels.generator(seed: 0, english) == SeededGenerator(seed: 0x1826_331d_8fa7_4105))
  }

  @Test("an effect counts where no control does as much, and enough controls were asked")
  func effects() {
    func effect(_ random: [Double], _ shuffled: [Double], low: Double = 0.5) -> DirectionMeasures.Effect {
      .init(change: Estimate(value: 1, low: low, high: 2, n: 8), random: random, shuffled: shuffled)
    }
    let weak = [Double](repeating: 0.9, count: 10)
    #expect(effect(weak, weak).pValue == 1.0 / 21 && effect(weak, weak).holds)
    // A control that does exactly as much is one that does.
    #expect(effect([1] + weak.dropFirst(), weak).pValue == 2.0 / 21)
    #expect(!effect([1] + weak.dropFirst(), weak).holds)
    #expect(!effect(weak, weak, low: -0.1).holds)
    let few = [Double](repeating: -5, count: 9)
    #expect(effect(few, few).pValue == 1.0 / 19 && !effect(few, few).holds)
  }

  @Test("refusal tokens tell classes apart from the layer on that holds to the end")
  func onset() {
    func onset(_ auc: [Double?], control: [Double]) -> Int? {
      LensMeasures.Finding(language: .english, harmful: [], benign: [], auc: auc, control: control, pivot: nil).onset
    }
    let none = [Double](repeating: 0.1, count: 4)
    #expect(onset([0.5, 0.9, 0.8, 0.8], control: none) == 1)
    #expect(onset([0.9, 0.5, 0.8, 0.8], control: none) == 2)
    #expect(onset([0.9, 0.9, 0.9, 0.9], control: none) == 0)
    #expect(onset([0.9, 0.9, 0.9, 0.7], control: none) == nil)
    #expect(onset([0.9, 0.9, 0.9, nil], control: none) == nil)
    // As good as the best of random tokens is not better.
    #expect(onset([0.5, 0.5, 0.5, 0.75], control: [0.1, 0.1, 0.1, 0.25]) == nil)
  }

  @Test("the lens says by how many draws, and how often chance passes them")
  func chance() {
    func note(_ draws: Int?) -> String {
      LensMeasures(findings: [], thoughts: [], prompts: 4, seed: 0, draws: draws).sections[0].blocks
        .compactMap { if case .note(let text) = $0 { text } else { nil } }.joined()
    }
    #expect(note(LensMeasures.enoughDraws).contains("the largest of 19 draws"))
    #expect(note(19).hasSuffix("with p = 0.050 at most, language by language."))
    #expect(note(10).contains("with p = 0.091 at most, language by language"))
    #expect(note(10).hasSuffix(", which is more than 0.05: give 19 draws or more."))
    #expect(!note(nil).contains("draws from"))
  }

  @Test("an English word that leads at one layer is said to lead at some")
  func pivots() {
    let (low, high) = (
      IsoglossCore.Estimate(value: 0.01, low: 0, high: 0.02, n: 9),
      IsoglossCore.Estimate(value: 0.5, low: 0.4, high: 0.6, n: 9)
    )
    let thought = LensMeasures.Thought(
      source: Language("es"), target: Language("de"), words: 9, skipped: 0, own: [low, high], english: [high, low],
      control: [low, low])
    #expect(thought.pivots == [0])
    let measures = LensMeasures(findings: [], thoughts: [thought], prompts: 4, seed: 0)
    #expect(measures.headline.contains("leads at some layer in 1 of 1 pairs of languages (es to de)"))
    #expect(measures.sections.last?.saysWhatRefutesIt == true)
  }

  @Test("the lens is the final norm and the head on every layer's stream", arguments: ["llama-old", "gemma3-270m-old"])
  func lens(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    var streams: [Tensor] = []
    try noGrad {
      _ = try decoder.states(Tensor(ids, shape: [1, ids.count])) { point, x in
        switch point {
        case .blockInput, .final: streams.append(x)
        default: break
        }
        return x
      }
    }
    let expected = try noGrad {
      try streams.map { try decoder.logits(decoder.finalNorm($0.selected(1, ids.count - 1))).floats().map(Double.init) }
    }
    let packed = try PackedDecoder(decoder)
    var seen: [[Double]] = []
    try inference {
      try Lens(model: packed).read([ids.map { Int32($0) }]) { _, _, logits in seen.append(try logits.doubles()) }
    }
    #expect(seen.count == decoder.blocks.count + 1)
    for (values, wanted) in zip(seen, expected) { #expect(gap(values, wanted) < 1e-4) }
    // A few prompts at a time give what all of them at once do.
    let prompts = (1...5).map { length in ids.prefix(length).map { Int32($0) } }
    func scores(atOnce: Int) throws -> [[Double]] {
      var found = [[Double]](repeating: [], count: decoder.blocks.count + 1)
      try inference {
        try Lens(model: packed, promptsAtOnce: atOnce).read(prompts) { layer, rows, logits in
          #expect(rows.count <= atOnce && logits.shape[0] == rows.count)
          found[layer] += try logits.doubles()
        }
      }
      return found
    }
    for (few, all) in zip(try scores(atOnce: 2), try scores(atOnce: 5)) { #expect(gap(few, all) < 1e-5) }
  }

  @Test("a probe finds the one feature that parts the classes, and gives nothing for one class")
  func probe() throws {
    let rows = (0..<40).map { row -> [Double] in
      var features = (0..<6).map { sin(Double(row * 7 + $0 * 3)) }
      if row % 2 == 0 { features[2] += 4 }
      return features
    }
    let labels = rows.indices.map { $0 % 2 == 0 }
    let probe = try #require(try ProbeStudy.probe(rows, labels, cost: 0.1))
    #expect(zip(rows, labels).allSatisfy { (probe.score($0) > 0) == $1 })
    #expect(probe.weights.indices.max { abs(probe.weights[$0]) < abs(probe.weights[$1]) } == 2)
    #expect(try ProbeStudy.probe(rows, labels.map { _ in true }, cost: 0.1) == nil)
    #expect(try ProbeStudy.probe([], [], cost: 0.1) == nil)
  }

  @Test("a probe is marked where it is above chance and above what shuffled labels reach")
  func marked() throws {
    let sure = IsoglossCore.Estimate(value: 0.9, low: 0.8, high: 1, n: 32)
    let unsure = IsoglossCore.Estimate(value: 0.9, low: 0.45, high: 1, n: 32)
    let marks: [[Table.Emphasis]] = [[.good, .none], [.none, .faint]]
    let measures = ProbeMeasures(
      layers: [1],
      crossings: [
        .init(
          property: "harm", layer: 1, isChosen: true, languages: [.english, Language("de")],
          auc: [[sure, unsure], [sure, nil]], shuffled: [0.6, 0.92], byLayer: [0.9], left: [])
      ], language: nil, languages: [.english, Language("de")], seed: 0)
    guard case .table(let table) = try #require(measures.sections.first?.blocks.first) else {
      Issue.record("no table first")
      return
    }
    #expect(table.rows.map { $0[1...2].map(\.emphasis) } == marks)
  }

  @Test(
    "memory stays flat over cached passes",
    .enabled(
      if: ProcessInfo.processInfo.environment["ISOGLOSS_MEMORY"] != nil,
      "memory is the whole process's: ISOGLOSS_MEMORY=1, and this test alone"))
  func memory() throws {
    let (decoder, ids) = try Goldens.tiny("llama-old")
    let row = try Tensor(ids, shape: [1, ids.count])
    func pass() throws {
      var kept: [HookPoint: Tensor] = [:]
      try noGrad {
        _ = try decoder.states(row) { point, x in
          kept[point] = x
          return x
        }
      }
      #expect(kept.count == 2 * 11 + 2)
    }
    for _ in 0..<200 { try pass() }
    let before = try Self.resident()
    for _ in 0..<1000 { try pass() }
    #expect(try Self.resident() - before < 16 << 20)
  }

  @Test(
    "memory stays flat over cached passes of an embedded model",
    .enabled(
      if: ProcessInfo.processInfo.environment["ISOGLOSS_MEMORY"] != nil,
      "memory is the whole process's: ISOGLOSS_MEMORY=1, and this test alone"))
  func memoryOfAnEmbeddedModel() async throws {
    let model = try await LocalModel.load(
      ModelCatalog().resolve("smollm2-135m-instruct"), fingerprint: "test", options: .init())
    let points = 30 * 9 + 1
    let (before, after) = try await model.perform { decoder in
      try inference {
        let runner = PassRunner(model: decoder)
        func pass(_ index: Int) throws {
          var kept: [HookPoint: Tensor] = [:]
          // Lengths from 4 to 11 tokens, so that pages and buffers of every size come and go.
          let ids = (0..<4 + index % 8).map { Int32(100 + ($0 * 31 + index) % 4000) }
          try runner.run([ids], read: { kept[$1] = $2 })
          #expect(kept.count == points)
        }
        for index in 0..<100 { try pass(index) }
        let before = try Self.resident()
        for index in 0..<1000 { try pass(index) }
        return (before, try Self.resident())
      }
    }
    print("SmolLM2-135M-Instruct, 1,000 cached passes: resident \(before >> 10) KiB before, \(after >> 10) KiB after")
    #expect(after - before < 16 << 20)
  }

  private static func resident() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return (Int(fields[1]) ?? 0) * 4096
  }
}
