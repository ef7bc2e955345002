import Foundation

/// Numbers from scikit-learn, krippendorff, statsmodels, ppi-python and scipy (scripts/goldens/agreement.py).
struct AgreementGolden: Decodable {
  struct Agreement: Decodable {
    var data: [[Int?]]
    var categories: Int
    var items: Int
    var raw: Double
    var alpha: Double
    var kappa: Double?
    var pabak: Double?
  }
  struct Cochran: Decodable {
    var data: [[Int]]
    var statistic: Double
    var pValue: Double
    var degrees: Int
  }
  struct PredictionPowered: Decodable {
    var cells: [Int]
    var judged: [Int]
    var value: Double
  }
  struct Profile: Decodable {
    var counts: [Double]
    var own: Bool
    var rate: Double
    var logLikelihood: Double
    var fit: [Double]
  }

  var agreement: [Agreement]
  var cochran: [Cochran]
  var predictionPowered: [PredictionPowered]
  var profile: [Profile]

  static func load() throws -> AgreementGolden {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/agreement.json")
    return try JSONDecoder().decode(AgreementGolden.self, from: Data(contentsOf: file))
  }
}
