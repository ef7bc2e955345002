/// What the Hub's interface answers with; members that are not needed are not read.
enum HubReplies {
  /// `/api/datasets/OWNER/NAME/revision/REVISION`.
  struct Revision: Decodable {
    /// The commit that the revision stands for now.
    var sha: String
  }

  /// An entry of `/api/datasets/OWNER/NAME/tree/COMMIT`.
  struct Entry: Decodable {
    struct LargeFile: Decodable {
      /// SHA-256 of the bytes.
      var oid: String
      var size: Int?
    }

    /// `file` or `directory`.
    var type: String
    var path: String
    /// Git's name of the entry; of a large file, of its pointer.
    var oid: String
    var size: Int?
    var lfs: LargeFile?

    /// The file; null for a folder.
    var file: HubFile? {
      guard type == "file" else { return nil }
      return HubFile(
        path: path, size: lfs?.size ?? size ?? -1, digest: lfs.map { .sha256($0.oid) } ?? .gitBlob(oid))
    }
  }

  /// The address behind `rel="next"` in a `Link` header (RFC 8288).
  static func next(in link: String?) -> String? {
    for part in (link ?? "").split(separator: ",") {
      let pieces = part.split(separator: ";").map { $0.drop { $0 == " " } }
      guard let target = pieces.first, target.hasPrefix("<"), let end = target.firstIndex(of: ">") else { continue }
      let isNext = pieces.dropFirst().contains { piece in
        let value = piece.split(separator: "=", maxSplits: 1)
        return value.count == 2 && value[0] == "rel" && value[1].filter { $0 != "\"" && $0 != " " } == "next"
      }
      if isNext { return String(target[target.index(after: target.startIndex)..<end]) }
    }
    return nil
  }
}
