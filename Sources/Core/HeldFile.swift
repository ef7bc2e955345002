internal import Foundation

/// A file that one process holds at a time, for as long as the value lives (flock). The kernel lets go when the process
/// dies, so that a killed run can be taken up at once.
public final class HeldFile: Sendable {
  /// Why a file cannot be held.
  public enum Failure: Error, Equatable {
    /// It cannot be opened, with the system's reason.
    case cannotOpen(String)
    /// Another process holds it, or another value of this one.
    case inUse
  }

  /// Where it is.
  public let path: String
  /// The open file.
  public let descriptor: Int32
  private let isRemoved: Bool

  /// Opens a file, made where it is not there, and holds it.
  /// - Parameters:
  ///   - flags: more of open(2): it is read, written, made, and kept from programs that are started.
  ///   - removing: whether it is removed in the end.
  ///   - waiting: whether the thread waits for who holds it, for as long as that takes: it is never `inUse` then.
  public init(_ path: String, flags: Int32 = 0, removing: Bool = false, waiting: Bool = false) throws(Failure) {
    self.path = path
    isRemoved = removing
    descriptor = try Self.opened(path, flags, waiting: waiting)
  }

  deinit {
    if isRemoved { unlink(path) }
    Self.letGo(descriptor)
  }

  /// Whether the path still leads to this file.
  public var isInPlace: Bool { Self.leads(path, to: descriptor) }

  private static func opened(_ path: String, _ flags: Int32, waiting: Bool) throws(Failure) -> Int32 {
    while true {
      let descriptor = open(path, flags | O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw .cannotOpen(String(cString: strerror(errno))) }
      guard lock(descriptor, waiting: waiting) else {
        let code = errno
        close(descriptor)
        // Some file systems have no locks: nobody would ever let go of it.
        throw code == EWOULDBLOCK ? Failure.inUse : Failure.cannotOpen(String(cString: strerror(code)))
      }
      if leads(path, to: descriptor) { return descriptor }
      // Its last holder removed it between the two calls: nobody else would find it.
      letGo(descriptor)
    }
  }

  /// A signal may end the wait without the lock: then it begins again.
  private static func lock(_ descriptor: Int32, waiting: Bool) -> Bool {
    while flock(descriptor, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }

  private static func leads(_ path: String, to descriptor: Int32) -> Bool {
    var (mine, there) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino
      && mine.st_dev == there.st_dev
  }

  /// Closing alone lets go only with the last copy of the descriptor, and a program that another thread is just about
  /// to start has a copy until it runs.
  private static func letGo(_ descriptor: Int32) {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
