/// A value with the interval that belongs to it.
public struct Estimate: Hashable, Sendable, Codable {
  /// Point estimate.
  public var value: Double
  /// Lower end of the interval.
  public var low: Double
  /// Upper end of the interval.
  public var high: Double
  /// Number of observations.
  public var n: Int

  /// An estimate.
  public init(value: Double, low: Double, high: Double, n: Int) {
    self.value = value
    self.low = low
    self.high = high
    self.n = n
  }
}

/// A label and what stands behind it: one line of a list of facts.
public struct Fact: Hashable, Sendable, Codable {
  /// What it is.
  public var label: String
  /// Its value, as shown.
  public var value: String

  /// A fact.
  public init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }
}

/// Everything that a reader is shown of a run: each renderer makes its whole output from this.
public struct Report: Sendable, Codable {
  /// What the document is: `Isogloss report`.
  public var title: String
  /// The first line that a tired auditor reads. Clauses are parted by `; `: the first stands out, the others follow it.
  public var headline: String
  /// The few facts that belong under it: model, prompts, date.
  public var facts: [Fact]
  /// Its parts, in order.
  public var sections: [Section]
  /// What makes the report checkable: hashes, versions, seed, machine.
  public var provenance: [Fact]

  /// A report.
  public init(title: String, headline: String, facts: [Fact], sections: [Section], provenance: [Fact]) {
    self.title = title
    self.headline = headline
    self.facts = facts
    self.sections = sections
    self.provenance = provenance
  }
}

/// A part of a report: what a reader is shown, without any knowledge of where it came from.
public struct Section: Sendable, Codable {
  /// A paragraph, table, figure, list of samples or list of facts.
  public enum Block: Sendable, Codable {
    case paragraph(String)
    case note(String)
    case table(Table)
    case figure(Figure)
    case samples([Sample])
    case facts([Fact])
  }

  /// Anchor in the page: letters, digits, hyphens.
  public var id: String
  /// Heading.
  public var title: String
  /// One sentence that says what the section shows.
  public var lead: String
  /// Its parts, in order.
  public var blocks: [Block]

  /// A section.
  public init(id: String, title: String, lead: String, blocks: [Block]) {
    self.id = id
    self.title = title
    self.lead = lead
    self.blocks = blocks
  }
}

/// Rows and columns.
public struct Table: Sendable, Codable {
  /// A cell's role in the reader's eye.
  public enum Emphasis: String, Sendable, Codable {
    case none, worst, good, faint
  }
  /// One cell: the text shown, and the number behind it.
  public struct Cell: Sendable, Codable {
    /// What is shown.
    public var text: String
    /// The number behind it, for machines and shading.
    public var value: Double?
    /// How it stands out.
    public var emphasis: Emphasis

    /// A cell.
    public init(_ text: String, value: Double? = nil, emphasis: Emphasis = .none) {
      self.text = text
      self.value = value
      self.emphasis = emphasis
    }
  }
  /// A column's heading and alignment.
  public struct Column: Sendable, Codable {
    /// Heading.
    public var title: String
    /// Numbers stand right.
    public var isNumeric: Bool

    /// A column.
    public init(_ title: String, isNumeric: Bool = false) {
      self.title = title
      self.isNumeric = isNumeric
    }
  }

  /// What the table shows, in a sentence.
  public var caption: String
  /// Columns, in order.
  public var columns: [Column]
  /// Rows of as many cells as there are columns.
  public var rows: [[Cell]]

  /// A table.
  /// - Precondition: every row has as many cells as there are columns.
  public init(caption: String, columns: [Column], rows: [[Cell]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a table row has another width than its heading")
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }
}

/// A picture of numbers.
public struct Figure: Sendable, Codable {
  /// A bar with its interval.
  public struct Bar: Sendable, Codable {
    /// What the bar stands for.
    public var label: String
    /// Its length and interval; null where there is nothing to show.
    public var estimate: Estimate?
    /// Drawn as the worst one.
    public var isWorst: Bool

    /// A bar.
    public init(label: String, estimate: Estimate?, isWorst: Bool = false) {
      self.label = label
      self.estimate = estimate
      self.isWorst = isWorst
    }
  }
  /// One named run of shares, one a category.
  public struct Stack: Sendable, Codable {
    /// What the stack stands for.
    public var label: String
    /// Shares in the order of the categories; they sum to at most 1.
    public var shares: [Double]
    /// Number of observations; null where it is not told.
    public var n: Int?

    /// A stack.
    public init(label: String, shares: [Double], n: Int? = nil) {
      self.label = label
      self.shares = shares
      self.n = n
    }
  }
  /// A bar that counts things.
  public struct Count: Sendable, Codable {
    /// What the bar stands for.
    public var label: String
    /// How many there are, from 0.
    public var count: Int

    /// A count.
    public init(label: String, count: Int) {
      self.label = label
      self.count = count
    }
  }
  /// A mark on a plane.
  public struct Point: Sendable, Codable {
    /// What the mark stands for.
    public var label: String
    /// Its place from left to right, with the interval; null where nothing was measured.
    public var across: Estimate?
    /// Its place from bottom to top, with the interval; null where nothing was measured.
    public var up: Estimate?
    /// Drawn hollow: what the others are held against.
    public var isReference: Bool

    /// A mark.
    public init(label: String, across: Estimate?, up: Estimate?, isReference: Bool = false) {
      self.label = label
      self.across = across
      self.up = up
      self.isReference = isReference
    }
  }
  /// What is told along one side of a plane.
  public struct Axis: Sendable, Codable {
    /// What the values are.
    public var title: String
    /// Shares in 0...1, shown as per cent; other values are plain numbers.
    public var areShares: Bool

    /// An axis.
    public init(_ title: String, areShares: Bool) {
      self.title = title
      self.areShares = areShares
    }
  }
  /// The kinds that a renderer knows.
  public enum Kind: Sendable, Codable {
    /// Horizontal bars on a 0...1 axis with intervals, and a marked reference value. Differences of shares lie in
    /// -1...1 and are shown as signed points; coefficients, such as kappa, are plain numbers up to 1.
    case bars(
      [Bar], reference: Double?, referenceLabel: String, areDifferences: Bool = false, areCoefficients: Bool = false)
    /// Cells of values in 0...1, row by row; null where nothing was measured.
    case heatMap(rows: [String], columns: [String], values: [[Double?]], counts: [[Int]])
    /// Horizontal stacks that share categories. Categories named as outcomes keep one colour across a report.
    case stacks([Stack], categories: [String])
    /// Horizontal bars of counts on an axis of powers of ten, for counts that differ by orders of magnitude. `unit` is
    /// what is counted: papers.
    case counts([Count], unit: String)
    /// Labelled marks on a plane with an interval each way, on axes that reach as far as these do.
    case points([Point], across: Axis, up: Axis)
  }

  /// What it shows, in a sentence: the caption.
  public var caption: String
  /// What a reader who cannot see it is told.
  public var description: String
  /// The picture.
  public var kind: Kind

  /// A figure.
  public init(caption: String, description: String, kind: Kind) {
    self.caption = caption
    self.description = description
    self.kind = kind
  }
}

/// One answer as shown in a report.
public struct Sample: Sendable, Codable {
  /// Identifies the prompt.
  public var id: String
  /// Language of the prompt.
  public var language: Language
  /// Language that the answer is in, where it could be told.
  public var responseLanguage: Language?
  /// A line of facts: hazard, style, intent.
  public var facts: String
  /// The request.
  public var prompt: String
  /// The answer.
  public var response: String
  /// What became of it.
  public var outcome: String
  /// Why the judge read it so.
  public var reason: String

  /// A sample.
  public init(
    id: String, language: Language, facts: String, prompt: String, response: String, outcome: String, reason: String,
    responseLanguage: Language? = nil
  ) {
    self.id = id
    self.language = language
    self.responseLanguage = responseLanguage
    self.facts = facts
    self.prompt = prompt
    self.response = response
    self.outcome = outcome
    self.reason = reason
  }
}
