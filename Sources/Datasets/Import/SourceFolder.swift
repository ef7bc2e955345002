internal import Foundation

/// The files of a set: one file, or those of a folder at any depth.
enum SourceFolder {
  struct Entry {
    var url: URL
    /// Path below the folder, or the file's name.
    var path: String
  }

  /// Files in order of path; hidden ones are passed over.
  /// - Parameter preferred: a name that stands for the whole set where a file has it.
  /// - Throws: `DatasetError.notFound` where there is nothing.
  static func files(at url: URL, extensions: Set<String>, preferred: String? = nil) throws -> [Entry] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw DatasetError(.notFound, "There is no file or folder \(url.path).")
    }
    guard isFolder.boolValue else { return [Entry(url: url, path: url.lastPathComponent)] }
    var found: [Entry] = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted() {
      let parts = path.split(separator: "/")
      guard !parts.contains(where: { $0.hasPrefix(".") }) else { continue }
      let file = url.appending(path: path)
      if extensions.contains(file.pathExtension.lowercased()) { found.append(Entry(url: file, path: path)) }
    }
    if let preferred, let whole = found.first(where: { $0.url.lastPathComponent == preferred }) { return [whole] }
    guard !found.isEmpty else {
      let names = extensions.sorted().map { ".\($0)" }.joined(separator: ", ")
      throw DatasetError(.notFound, "\(url.path) holds no file that ends in \(names).")
    }
    return found
  }
}
