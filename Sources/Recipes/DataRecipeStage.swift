public import IsoglossCore

/// What a stage of a data recipe does, with its settings. Models are named as the recipe names them.
public enum DataRecipeStage: Hashable, Sendable {
  case translate(Translate)
  case rainbow(Rainbow)
  case answer(Answer)
  case revise(Revise)
  case filter(Filter)
  case split(Split)
  case export(Export)
  case review(Review)

  /// Translation of rows.
  public struct Translate: Hashable, Sendable {
    /// What translates.
    public enum Engine: Hashable, Sendable {
      /// DeepL's API.
      case deepL
      /// A model of the recipe.
      case model(String)
      /// A file of human translations.
      case file(String)
    }
    /// What translates.
    public var engine: Engine
    /// Languages to translate into.
    public var targets: [Language]
    /// Whether the rows that were translated stay.
    public var keepsSource: Bool
    /// How a reader is addressed, in DeepL's words: `default`, `more`, `less`, `prefer_more`, `prefer_less`.
    public var formality: String
    /// Terms by target language, for models.
    public var glossary: [Language: [String: String]]
    /// Glossaries by target language, as DeepL numbers them.
    public var glossaryIDs: [String: String]
    /// What the texts are about.
    public var context: String?
    /// Environment variable with DeepL's key.
    public var keyVariable: String
    /// Base URL in place of DeepL's own.
    public var server: String?
    /// Price of a million characters; null where it is not counted.
    public var price: Double?
  }

  /// A search for requests.
  public struct Rainbow: Hashable, Sendable {
    /// Models that rewrite.
    public var mutators: [String]
    /// The model that is attacked.
    public var target: String
    /// What the command line takes for `--judge`.
    public var judge: String
    /// The model that compares answers.
    public var preference: String
    /// Questions in each order.
    public var samples: Int
    /// Languages to search in; null for those of the rows.
    public var languages: [Language]?
    /// A JSON file of axes; null for hazards S1 to S14 and the ten styles.
    public var axes: String?
    /// Iterations after the seeds.
    public var iterations: Int
    /// Proposals an iteration.
    public var batch: Int
    /// Temperature of the draw of cells over fitness.
    public var temperature: Double
    /// BLEU against its parent above which a proposal is too similar.
    public var similarity: Double
    /// Elites below this fitness are dropped.
    public var leastFitness: Double
    /// Whether proposals in another language go.
    public var checksLanguage: Bool
    /// Seed of every draw.
    public var seed: UInt64
  }

  /// Refusals and compliances.
  public struct Answer: Hashable, Sendable {
    /// A model with what it is told.
    public struct Writer: Hashable, Sendable {
      /// Part of ids: the model's name where none is given.
      public var name: String
      /// The model.
      public var model: String
      /// What it is told before the request.
      public var system: String?
    }
    /// Who writes refusals.
    public var refusals: [Writer]
    /// Who writes compliances.
    public var compliances: [Writer]
  }

  /// Constitutional revision.
  public struct Revise: Hashable, Sendable {
    /// `chosen` or `rejected`.
    public var side: String
    /// The model.
    public var model: String
    /// A file of principles or a folder of them; null for those of this project.
    public var principles: String?
    /// Rounds of critique and revision.
    public var rounds: Int
    /// Decides which principles a row meets.
    public var seed: UInt64
  }

  /// What pairs have to be like.
  public struct Filter: Hashable, Sendable {
    /// What the command line takes for `--judge`; none where rules are decided by nobody.
    public var judges: [String]
    /// Rules as `isogloss data filter --rule` takes them; `paper` stands for the paper's.
    public var rules: [String]
    /// Prompt sets that training must not give away.
    public var against: [String]
    /// Jaccard index from which on two requests count as near-duplicates.
    public var threshold: Double
    /// Fewest characters of each text.
    public var leastCharacters: Int
    /// Whether texts in another language go.
    public var checksLanguage: Bool
  }

  /// Training and test.
  public struct Split: Hashable, Sendable {
    /// Test pairs a language, intent and hazard.
    public var test: Int
    /// What keeps pairs on one side: `group`, `cell`, `reference`, `near-duplicate`; null for all of them.
    public var bonds: [String]?
    /// Jaccard index from which on two requests count as near-duplicates.
    public var threshold: Double
    /// Seed of the draw.
    public var seed: UInt64
    /// Whether a language, intent and hazard may have fewer test pairs.
    public var allowsShortage: Bool
  }

  /// Files for others' programs.
  public struct Export: Hashable, Sendable {
    /// Layouts: `trl`, `trl-plain`, `refuseu`.
    public var layouts: [String]
    /// Formats in which each layout is written: `jsonl`, `parquet`.
    public var formats: [String]
    /// SPDX name of the licence; null where nobody has said one.
    public var licence: String?
    /// Licences by source.
    public var sourceLicences: [String: String]
  }

  /// Pairs for people to look at.
  public struct Review: Hashable, Sendable {
    /// Pairs to draw.
    public var count: Int
    /// The questions: a name of the project's forms, or a .yaml file.
    public var form: String
    /// Seed of the draw.
    public var seed: UInt64
  }
}
