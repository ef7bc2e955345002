internal import CMPI

/// The MPI job that this process was started in, through Open MPI, which is loaded when a job is joined.
///
/// All calls come from the thread that joined. A process joins one job, once.
final class MPIJob: RankGroup {
  let rank: Int
  let count: Int
  /// What the library calls itself: `Open MPI v4.1.4`.
  let library: String

  /// Whether a launcher says that it started this process together with others.
  ///
  /// Open MPI's mpirun says so by OMPI_COMM_WORLD_SIZE; Slurm's `srun --mpi=pmix` by PMIX_RANK beside SLURM_NTASKS.
  /// - Throws: `AlignmentError.ranks` for a launcher of another MPI, whose processes would not know of each other.
  static func isPresent(in environment: [String: String]) throws -> Bool {
    func number(_ name: String) -> Int { environment[name].flatMap { Int($0) } ?? 1 }
    if number("OMPI_COMM_WORLD_SIZE") > 1 { return true }
    if environment["PMIX_RANK"] != nil, number("SLURM_NTASKS") > 1 { return true }
    guard number("PMI_SIZE") > 1 else { return false }
    throw AlignmentError(
      .ranks,
      "This process was started with \(number("PMI_SIZE") - 1) others by a launcher that is not Open MPI's. Only Open MPI's "
        + "binary interface is known: use its mpirun, or `srun --mpi=pmix`.")
  }

  /// Joins the job.
  /// - Parameter path: the library; null takes Open MPI by its name.
  /// - Throws: `AlignmentError.ranks`.
  init(library path: String?) throws {
    switch cm_join(path) {
    case Int32(CM_OK): break
    case Int32(CM_OTHER_LIBRARY):
      throw Self.error(
        "\(path ?? "libmpi") is not Open MPI, and only Open MPI's binary interface is known. Name its library by ISOGLOSS_MPI"
      )
    case Int32(CM_NO_LIBRARY):
      throw Self.error(
        "Open MPI is not there: install it (Debian: libopenmpi3 openmpi-bin), or name its library by ISOGLOSS_MPI")
    default: throw Self.error("The MPI job cannot be joined")
    }
    rank = Int(cm_rank())
    count = Int(cm_count())
    library = String(cString: cm_library())
  }

  func sum(_ values: UnsafeMutableBufferPointer<Float>) throws {
    guard let start = values.baseAddress else { return }
    try Self.check(cm_sum(start, Int64(values.count)))
  }

  func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from root: Int) throws {
    guard let start = bytes.baseAddress else { return }
    try Self.check(cm_broadcast(start, Int64(bytes.count), Int32(root)))
  }

  /// Waits for all ranks and leaves; nothing can be joined afterwards.
  func leave() throws { try Self.check(cm_leave()) }

  /// Ends all processes of the job, this one too.
  static func abort(_ status: Int32) -> Never { cm_abort(status) }

  private static func check(_ status: Int32) throws {
    guard status == Int32(CM_OK) else { throw error("The ranks cannot reach each other") }
  }

  private static func error(_ what: String) -> AlignmentError {
    AlignmentError(.ranks, "\(what) (\(String(cString: cm_last_error()))).")
  }
}
